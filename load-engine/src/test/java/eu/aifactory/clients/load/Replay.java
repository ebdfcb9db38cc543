package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.load.client.ResponseReader;
import eu.aifactory.clients.load.client.VllmClient;
import eu.aifactory.clients.load.http.HttpResponseParser;
import eu.aifactory.clients.load.http.ResponseSink;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Feeds recorded bytes through parser, reader and rule as reads of chosen lengths would. */
final class Replay implements ResponseSink {
  private final HttpResponseParser parser = new HttpResponseParser(this);
  private final Answer answer = new Answer();
  private final ResponseReader reader;
  private int status;
  private long nanos;

  private Replay(String kind) {
    AiService service = new AiService(kind, "http://h", "1", "m", null, null, false);
    reader = new VllmClient("", Duration.ZERO).loadPath(service, Workload.standard()).reader();
  }

  /** All that is told of an answer but its times. */
  record Seen(
      String failure,
      long tokens,
      long countedTokens,
      int tokenChunks,
      boolean exact,
      long promptTokens,
      long events,
      boolean countsDisagree,
      double serverQueueMs,
      double serverPrefillMs) {}

  static Replay streamed() {
    return new Replay(Workload.SERVER_VLLM);
  }

  static Replay whole() {
    return new Replay(Workload.SERVER_AI);
  }

  /** Reads that end at these places, the first at time 1, the next at time 2, and so on. */
  Seen see(byte[] bytes, int... cuts) {
    status = 0;
    nanos = 0;
    answer.begin();
    parser.begin();
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : bytes.length;
      nanos++;
      // A copy of its own, soiled afterwards: whoever keeps a lent array is found out.
      byte[] read = Arrays.copyOfRange(bytes, from, to);
      parser.feed(read, 0, read.length);
      Arrays.fill(read, (byte) '"');
      from = to;
    }
    boolean ended = parser.done() || (!parser.broken() && parser.endOfInput());
    if (ended && status == 200) {
      reader.end();
    }
    answer.settle();
    String failure =
        parser.broken() ? ErrorClass.MALFORMED : StrictRule.failure(status, answer, ended);
    return new Seen(
        failure,
        answer.tokens(),
        answer.countedTokens(),
        answer.tokenChunks(),
        answer.exact(),
        answer.promptTokens(),
        answer.events(),
        answer.countsDisagree(),
        answer.serverQueueMs(),
        answer.serverPrefillMs());
  }

  Seen see(String text, int... cuts) {
    return see(text.getBytes(StandardCharsets.UTF_8), cuts);
  }

  /** Of the answer last seen. */
  Answer answer() {
    return answer;
  }

  @Override
  public void head(int status, String contentType) {
    this.status = status;
    if (status == 200) {
      reader.begin(answer, contentType);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) {
    if (status == 200) {
      reader.body(bytes, from, to, nanos);
    }
  }
}
