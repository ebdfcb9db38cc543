package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.stream.JsonCursor;
import java.nio.charset.StandardCharsets;

/** The {@code metrics} object that vLLM adds with {@code --enable-per-request-metrics}. */
final class ServerTimes {
  private static final byte[] QUEUE = "queue_time_ms".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PREFILL =
      "time_to_first_token_ms".getBytes(StandardCharsets.US_ASCII);

  private ServerTimes() {}

  /** Reads the value that the cursor stands before. */
  static void read(JsonCursor json, Answer answer) {
    if (!json.enterObject()) {
      return;
    }
    double queueMs = Double.NaN;
    double prefillMs = Double.NaN;
    while (json.nextMember()) {
      if (json.is(QUEUE)) {
        queueMs = json.decimal();
      } else if (json.is(PREFILL)) {
        prefillMs = json.decimal();
      } else {
        json.skipValue();
      }
    }
    answer.serverTimes(queueMs, prefillMs);
  }
}
