package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one event loop counts. Only the loop writes; the figures leave it whole, by exchange for
 * empty ones. The progress may be read by any thread.
 */
final class LoopFigures {
  private final AnswerFigures answers;
  private final AtomicReference<Figures> spare = new AtomicReference<>(new Figures());
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private Figures current = new Figures();
  private RunClock clock;
  private long inFlightNow;
  private long inFlightSince;

  LoopFigures(Workload.Slo slo) {
    this.answers = new AnswerFigures(slo);
  }

  void start(RunClock clock) {
    this.clock = clock;
    this.inFlightSince = clock.startNanos();
  }

  void intended() {
    current.count(Counter.INTENDED, 1);
  }

  void connectionOpened() {
    current.count(Counter.CONNECTIONS_OPENED, 1);
  }

  void began(long now) {
    changeInFlight(1, now);
  }

  /**
   * @param due when it should have been
   */
  void sent(long nanos, long due) {
    current.count(Counter.SENT, 1);
    current.record(Figure.SEND_LAG, nanos - due);
    current.sentAt(clock.micros(nanos));
    sent.lazySet(sent.get() + 1);
  }

  void ended(long now) {
    changeInFlight(-1, now);
    current.endedAt(clock.micros(now));
  }

  void succeeded(Answer answer, long due, long sentNanos, long head) {
    answers.add(current, answer, due, sentNanos, head);
    succeeded.lazySet(succeeded.get() + 1);
  }

  void failed(String errorClass, long lostTokens) {
    current.count(Counter.FAILED, 1);
    current.count(Counter.LOST_TOKENS, lostTokens);
    current.countError(errorClass);
    failed.lazySet(failed.get() + 1);
  }

  private void changeInFlight(int by, long now) {
    integrate(now);
    inFlightNow += by;
    // So that a peak between two changes at one instant is not missed.
    current.inFlight(inFlightNow, 0);
    inFlight.lazySet(inFlightNow);
  }

  private void integrate(long now) {
    current.inFlight(inFlightNow, Math.max(0, now - inFlightSince));
    inFlightSince = Math.max(now, inFlightSince);
  }

  /** Takes what was counted since the last time; on the loop, or when it has ended. */
  Figures take() {
    if (clock != null) {
      integrate(System.nanoTime());
    }
    Figures taken = current;
    Figures next = spare.getAndSet(null);
    current = next == null ? new Figures() : next;
    return taken;
  }

  /** Gives back what {@link #take} gave, once nobody reads it any more. */
  void giveBack(Figures figures) {
    figures.reset();
    spare.set(figures);
  }

  LoadRun.Progress progress(double elapsedSeconds) {
    return new LoadRun.Progress(
        sent.get(), succeeded.get(), failed.get(), (int) inFlight.get(), elapsedSeconds);
  }
}
