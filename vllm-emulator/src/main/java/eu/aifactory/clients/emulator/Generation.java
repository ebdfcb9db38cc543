package eu.aifactory.clients.emulator;

import java.util.List;

/**
 * One generation request from its receipt to its end: it waits for admission, then its tokens fall
 * due at times that depend on the moment of admission alone. Confined to its connection's event
 * loop.
 */
abstract sealed class Generation implements Answer, DeadlineQueue.Timed
    permits StreamedGeneration, WholeGeneration {
  static final String CLIENT_GONE = "abort";

  private final Engine engine;
  private final Connection connection;
  private final HttpCall call;
  private final GenerationRequest request;
  private final long firstTokenNanos;
  private final long betweenTokensNanos;
  private final TruthRecorder truth;
  private final EventBodies bodies;
  private final WireShape shape;
  private long admittedNanos;
  private long firstSentNanos;
  private long lastSentNanos;
  private boolean admitted;
  private boolean ended;

  Generation(
      Engine engine,
      Connection connection,
      HttpCall call,
      GenerationRequest request,
      List<Fault> faults) {
    this.engine = engine;
    this.connection = connection;
    this.call = call;
    this.request = request;
    EmulatorOptions options = engine.options();
    firstTokenNanos = options.firstToken().toNanos();
    betweenTokensNanos = options.betweenTokens().toNanos();
    truth = new TruthRecorder(engine.truth());
    shape = WireShape.of(faults, options.coalesce() || options.burst());
    bodies =
        new EventBodies(
            request, options.servedModelName(), shape.text(), engine.answers().getAndIncrement());
  }

  /** Starts the request: what goes out before admission, then admission. */
  final void start() {
    beforeAdmission();
    if (engine.admission().enter(this)) {
      admit(System.nanoTime());
    } else {
      connection.flush();
    }
  }

  /** Told by whoever left, on any thread; never runs on the caller's stack, which would grow. */
  final void admittedFromQueue(long nowNanos) {
    connection.soon(() -> admit(nowNanos));
  }

  private void admit(long nowNanos) {
    if (ended) {
      engine.admission().leave();
      return;
    }
    admitted = true;
    admittedNanos = nowNanos;
    engine.metrics().admitted(request, nowNanos - call.receivedNanos());
    afterAdmission();
  }

  abstract void beforeAdmission();

  abstract void afterAdmission();

  @Override
  public final void clientGone() {
    end(false, CLIENT_GONE);
    discard();
  }

  /** Gives back what waits to be written. */
  abstract void discard();

  /** When a token is due; it depends on nothing that happened since admission. */
  final long tokenDeadline(int token) {
    return admittedNanos + firstTokenNanos + token * betweenTokensNanos;
  }

  final long lastDeadline() {
    return tokenDeadline(request.outputTokens() - 1);
  }

  /** Counts tokens at the time they became real. */
  final void generated(int tokens, long nowNanos) {
    if (firstSentNanos == 0) {
      firstSentNanos = nowNanos;
      engine.metrics().firstToken(nowNanos - call.receivedNanos());
    } else {
      engine.metrics().laterTokens(nowNanos - lastSentNanos);
    }
    lastSentNanos = nowNanos;
    engine.metrics().tokens(tokens);
  }

  final void end(boolean completed, String outcome) {
    if (ended) {
      return;
    }
    ended = true;
    if (completed) {
      engine
          .metrics()
          .finished(request, call.receivedNanos(), admittedNanos, firstSentNanos, lastSentNanos);
    }
    truth.close(this, completed, outcome);
    if (admitted) {
      engine.admission().leave();
    } else {
      engine.admission().withdraw(this);
    }
  }

  /** The member with the server's own times, or nothing when the option is off. */
  final String serverTimes(String more) {
    if (!engine.options().wire().perRequestMetrics()) {
      return "";
    }
    double millis = 1e6;
    double first = (firstSentNanos - admittedNanos) / millis;
    double generation = (lastSentNanos - firstSentNanos) / millis;
    int tokens = request.outputTokens();
    double seconds = (lastSentNanos - admittedNanos) / 1e9;
    return (",\"metrics\":{\"time_to_first_token_ms\":%s,\"generation_time_ms\":%s,"
            + "\"queue_time_ms\":%s,\"mean_itl_ms\":%s,\"tokens_per_second\":%s%s}")
        .formatted(
            first,
            generation,
            (admittedNanos - call.receivedNanos()) / millis,
            tokens > 1 ? String.valueOf(generation / (tokens - 1)) : "null",
            seconds > 0 ? String.valueOf(tokens / seconds) : "null",
            more);
  }

  final Engine engine() {
    return engine;
  }

  final Connection connection() {
    return connection;
  }

  final GenerationRequest request() {
    return request;
  }

  final EventBodies bodies() {
    return bodies;
  }

  final WireShape shape() {
    return shape;
  }

  final TruthRecorder truth() {
    return truth;
  }

  final boolean ended() {
    return ended;
  }

  final String path() {
    return call.path();
  }

  final long receivedNanos() {
    return call.receivedNanos();
  }

  final long admittedNanos() {
    return admittedNanos;
  }
}
