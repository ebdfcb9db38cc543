package eu.aifactory.clients.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The truth about the last requests that ended, oldest dropped first. Safe for any thread. A
 * request is here before the last byte of its answer is written.
 */
public final class TruthLog {
  private static final long NANOS_PER_MICRO = 1000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int capacity;
  private final long epochOffsetNanos;
  private final Deque<RequestTruth> records = new ArrayDeque<>();

  TruthLog(int capacity) {
    this.capacity = capacity;
    long before = System.nanoTime();
    java.time.Instant now = java.time.Instant.now();
    long nano = before + (System.nanoTime() - before) / 2;
    epochOffsetNanos = now.getEpochSecond() * 1000 * NANOS_PER_MILLI + now.getNano() - nano;
  }

  int capacity() {
    return capacity;
  }

  /** Added to a nanoTime it gives nanoseconds since the epoch; taken once, at the start. */
  long epochOffsetNanos() {
    return epochOffsetNanos;
  }

  synchronized void add(RequestTruth record) {
    if (records.size() == capacity) {
      records.removeFirst();
    }
    records.addLast(record);
  }

  public synchronized List<RequestTruth> records() {
    return List.copyOf(records);
  }

  public synchronized void clear() {
    records.clear();
  }

  /** One JSON object a line. */
  String ndjson() {
    StringBuilder lines = new StringBuilder();
    for (RequestTruth record : records()) {
      append(lines, record);
    }
    return lines.toString();
  }

  private static void append(StringBuilder to, RequestTruth record) {
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
    list(to, "kinds", record, chunk -> "\"" + chunk.kind().name().toLowerCase(Locale.ROOT) + "\"");
    list(to, "tokens", record, chunk -> Integer.toString(chunk.tokens()));
    list(to, "due_ns", record, chunk -> Long.toString(chunk.dueNanos()));
    list(to, "sent_ns", record, chunk -> Long.toString(chunk.sentNanos()));
    list(to, "sent_us", record, chunk -> Long.toString(record.epochMicros(chunk.sentNanos())));
    to.append("}\n");
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
      RequestTruth record,
      Function<RequestTruth.Chunk, String> member) {
    to.append(",\"").append(name).append("\":");
    to.append(record.chunks().stream().map(member).collect(Collectors.joining(",", "[", "]")));
  }
}
