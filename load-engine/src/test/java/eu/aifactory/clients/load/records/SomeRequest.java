package eu.aifactory.clients.load.records;

import eu.aifactory.clients.load.client.Answer;

/** A request that ended, made up: sent 1 µs after it was due, a token every 10 ms. */
record SomeRequest(long index, long dueNanos, String errorClass, Answer answer)
    implements EndedRequest {
  static final long GAP_NANOS = 10_000_000;

  /**
   * @param tokens each in a chunk of its own
   */
  static SomeRequest succeeded(long index, long due, int tokens) {
    Answer answer = new Answer();
    answer.begin();
    answer.streamed();
    for (int i = 0; i < tokens; i++) {
      answer.event(due + (i + 1) * GAP_NANOS);
      answer.chunk(due + (i + 1) * GAP_NANOS, 1);
      answer.arrived(due + (i + 1) * GAP_NANOS);
    }
    answer.usage(5, tokens);
    answer.settle();
    return new SomeRequest(index, due, "", answer);
  }

  @Override
  public int stage() {
    return 0;
  }

  @Override
  public int turn() {
    return 0;
  }

  @Override
  public int requestClass() {
    return 0;
  }

  @Override
  public int status() {
    return 200;
  }

  @Override
  public boolean reused() {
    return true;
  }

  @Override
  public long sentNanos() {
    return dueNanos + 1_000;
  }

  @Override
  public long headNanos() {
    return dueNanos + GAP_NANOS;
  }

  @Override
  public long endNanos() {
    return answer.lastByteNanos();
  }
}
