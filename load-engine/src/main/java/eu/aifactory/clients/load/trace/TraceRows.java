package eu.aifactory.clients.load.trace;

import eu.aifactory.clients.load.prompts.PromptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the requests of a trace, as far as order and memory allow. */
final class TraceRows {
  static final int MOST_REQUESTS = 20_000_000;
  static final long MOST_BLOCKS = 64_000_000;
  private static final int MOST_TOKENS = 10_000_000;
  private static final long[] NO_BLOCKS = {};

  private final String file;
  private final double speed;
  private final long mostRequests;
  private long[] dueNanos = new long[1024];
  private int[] promptTokens = new int[1024];
  private int[] answerTokens = new int[1024];
  private long[] lines = new long[1024];
  private final List<long[]> blocks = new ArrayList<>();
  private long blockCount;
  private int size;
  private double firstSeconds;
  private double lastSeconds;
  private long raised;

  /**
   * @param speed how many times as fast as recorded
   * @param mostRequests after which the rest of the file is not read
   */
  TraceRows(String file, double speed, long mostRequests) {
    this.file = file;
    this.speed = speed;
    this.mostRequests = mostRequests;
  }

  boolean isFull() {
    return size >= mostRequests;
  }

  /**
   * @param seconds since whatever instant the file counts from
   * @param promptField by which the file calls the length of a prompt
   * @param ids of the prompt's blocks; {@code null} for none
   */
  void add(
      long line,
      String timeField,
      double seconds,
      String promptField,
      long prompt,
      String answerField,
      long answer,
      long[] ids) {
    time(line, timeField, seconds);
    if (size == MOST_REQUESTS) {
      throw PromptException.at(
          file,
          line,
          "up to here the trace holds more than %d requests; limit it with load.requests"
              .formatted(MOST_REQUESTS));
    }
    grow();
    dueNanos[size] = Math.round((seconds - firstSeconds) / speed * 1e9);
    promptTokens[size] = length(line, promptField, prompt);
    answerTokens[size] = length(line, answerField, answer);
    lines[size] = line;
    keep(line, ids);
    size++;
  }

  private void time(long line, String field, double seconds) {
    if (size == 0) {
      firstSeconds = seconds;
    } else if (seconds < lastSeconds) {
      throw PromptException.at(
          file,
          line,
          "field \"%s\" goes backwards, by %s s".formatted(field, plain(lastSeconds - seconds)));
    }
    lastSeconds = seconds;
  }

  private static String plain(double seconds) {
    return Double.toString(Math.round(seconds * 1e6) / 1e6);
  }

  /** A length of 0 becomes 1: no server takes an empty prompt, or makes an empty answer. */
  private int length(long line, String field, long tokens) {
    if (tokens < 0 || tokens > MOST_TOKENS) {
      throw PromptException.at(
          file, line, "field \"%s\" must be 0 to %d, not %d".formatted(field, MOST_TOKENS, tokens));
    }
    raised += tokens == 0 ? 1 : 0;
    return (int) Math.max(1, tokens);
  }

  private void keep(long line, long[] ids) {
    if (ids == null && blocks.isEmpty()) {
      return;
    }
    while (blocks.size() < size) {
      blocks.add(NO_BLOCKS);
    }
    blocks.add(ids == null ? NO_BLOCKS : ids);
    blockCount += ids == null ? 0 : ids.length;
    if (blockCount > MOST_BLOCKS) {
      throw PromptException.at(
          file,
          line,
          "up to here the trace holds more than %d blocks; limit it with load.requests"
              .formatted(MOST_BLOCKS));
    }
  }

  private void grow() {
    if (size == dueNanos.length) {
      dueNanos = Arrays.copyOf(dueNanos, 2 * size);
      promptTokens = Arrays.copyOf(promptTokens, 2 * size);
      answerTokens = Arrays.copyOf(answerTokens, 2 * size);
      lines = Arrays.copyOf(lines, 2 * size);
    }
  }

  /** Lengths of 0 so far. */
  long raised() {
    return raised;
  }

  Trace trace() {
    if (size == 0) {
      throw new PromptException("the trace %s holds no request".formatted(file));
    }
    return new Trace(
        file,
        Arrays.copyOf(dueNanos, size),
        Arrays.copyOf(promptTokens, size),
        Arrays.copyOf(answerTokens, size),
        Arrays.copyOf(lines, size),
        blocks.toArray(long[][]::new));
  }
}
