package eu.aifactory.clients.emulator;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The truth about a request as one line of JSON. */
final class TruthText {
  private TruthText() {}

  static String line(RequestTruth record) {
    StringBuilder to = new StringBuilder();
    to.append("{\"request_id\":").append(Json.quote(record.requestId()));
    to.append(",\"id\":").append(Json.quote(record.id()));
    to.append(",\"path\":").append(Json.quote(record.path()));
    to.append(",\"prompt_tokens\":").append(record.promptTokens());
    to.append(",\"output_tokens\":").append(record.tokens());
    to.append(",\"completed\":").append(record.completed());
    to.append(",\"outcome\":").append(Json.quote(record.outcome()));
    time(to, "received", record.receivedNanos(), record);
    time(to, "admitted", record.admittedNanos(), record);
    time(to, "headers", record.headersNanos(), record);
    List<RequestTruth.Chunk> chunks = record.chunks();
    list(to, "kinds", chunks, chunk -> "\"" + chunk.kind().name().toLowerCase(Locale.ROOT) + "\"");
    list(to, "tokens", chunks, chunk -> Integer.toString(chunk.tokens()));
    list(to, "due_ns", chunks, chunk -> Long.toString(chunk.dueNanos()));
    list(to, "sent_ns", chunks, chunk -> Long.toString(chunk.sentNanos()));
    list(to, "sent_us", chunks, chunk -> Long.toString(record.epochMicros(chunk.sentNanos())));
    return to.append("}\n").toString();
  }

  private static void time(StringBuilder to, String name, long nanos, RequestTruth record) {
    to.append(",\"").append(name).append("_ns\":").append(nanos);
    to.append(",\"")
        .append(name)
        .append("_us\":")
        .append(nanos == 0 ? 0 : record.epochMicros(nanos));
  }

  private static void list(
      StringBuilder to,
      String name,
      List<RequestTruth.Chunk> chunks,
      Function<RequestTruth.Chunk, String> member) {
    to.append(",\"").append(name).append("\":");
    to.append(chunks.stream().map(member).collect(Collectors.joining(",", "[", "]")));
  }
}
