package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one event loop counts, apart for each stage and class of requests. Only the loop writes; the
 * figures leave it whole, by exchange for empty ones. The progress may be read by any thread.
 */
final class LoopFigures {
  private static final int MOST_SPARE = 4;

  private final AnswerFigures[] answers;
  private final int classes;
  private final long[] classInFlight;
  private final BlockingQueue<Figures> spare = new ArrayBlockingQueue<>(MOST_SPARE);
  private final AtomicLong intended = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong answerNanos = new AtomicLong();
  private Place[] places = new Place[0];
  private RunClock clock;

  /** One stage and class: what was counted since the last time, and what is in flight. */
  private final class Place {
    private Figures figures;
    private long inFlight;
    private long inFlightSince;

    Figures figures() {
      if (figures == null) {
        Figures used = spare.poll();
        figures = used == null ? new Figures() : used;
      }
      return figures;
    }

    void changeInFlight(int by, long now) {
      integrate(now);
      inFlight += by;
    }

    void integrate(long now) {
      if (inFlight > 0) {
        figures().inFlight(inFlight, Math.max(0, now - inFlightSince));
      }
      inFlightSince = Math.max(now, inFlightSince);
    }
  }

  /**
   * @param slos by class, one or more
   */
  LoopFigures(List<Workload.Slo> slos) {
    this.answers = slos.stream().map(AnswerFigures::new).toArray(AnswerFigures[]::new);
    this.classes = slos.size();
    this.classInFlight = new long[classes];
  }

  void start(RunClock clock) {
    this.clock = clock;
  }

  /** Stages are few and come one after the other: their places are found by number. */
  private Place place(int stage, int requestClass) {
    int at = (stage - RunFigures.WARM_UP) * classes + requestClass;
    if (at >= places.length) {
      places = Arrays.copyOf(places, at + classes);
    }
    if (places[at] == null) {
      places[at] = new Place();
    }
    return places[at];
  }

  private Figures figures(int stage, int requestClass) {
    return place(stage, requestClass).figures();
  }

  void intended(int stage, int requestClass) {
    figures(stage, requestClass).count(Counter.INTENDED, 1);
    intended.lazySet(intended.get() + 1);
  }

  /** A request of a schedule is due. */
  void due(int stage, int requestClass, long due) {
    intended(stage, requestClass);
    figures(stage, requestClass).dueAt(clock.micros(due));
  }

  void connectionOpened(int stage) {
    figures(stage, 0).count(Counter.CONNECTIONS_OPENED, 1);
  }

  void began(int stage, int requestClass, long now) {
    Place place = place(stage, requestClass);
    place.changeInFlight(1, now);
    // Of whatever stage: what was left over from the one before is in flight as well.
    place.figures().inFlight(++classInFlight[requestClass], 0);
    inFlight.lazySet(inFlight.get() + 1);
  }

  /**
   * @param due when it should have been
   */
  void sent(int stage, int requestClass, long nanos, long due) {
    Figures current = figures(stage, requestClass);
    current.count(Counter.SENT, 1);
    current.record(Figure.SEND_LAG, nanos - due);
    current.sentAt(clock.micros(nanos));
    sent.lazySet(sent.get() + 1);
  }

  void ended(int stage, int requestClass, long now) {
    Place place = place(stage, requestClass);
    place.changeInFlight(-1, now);
    place.figures().endedAt(clock.micros(now));
    classInFlight[requestClass]--;
    inFlight.lazySet(inFlight.get() - 1);
  }

  void succeeded(
      int stage, int requestClass, Answer answer, long due, long sentNanos, long head, long end) {
    answers[requestClass].add(figures(stage, requestClass), answer, due, sentNanos, head);
    answerNanos.lazySet(answerNanos.get() + end - due);
    succeeded.lazySet(succeeded.get() + 1);
  }

  void failed(int stage, int requestClass, String errorClass, long lostTokens) {
    Figures current = figures(stage, requestClass);
    current.count(Counter.FAILED, 1);
    current.count(Counter.LOST_TOKENS, lostTokens);
    current.countError(errorClass);
    failed.lazySet(failed.get() + 1);
  }

  /** Takes what was counted since the last time; on the loop, or when it has ended. */
  RunFigures take() {
    long now = System.nanoTime();
    RunFigures taken = new RunFigures();
    for (int at = 0; at < places.length; at++) {
      Place place = places[at];
      if (place == null) {
        continue;
      }
      place.integrate(now);
      if (place.figures != null) {
        taken.put(at / classes + RunFigures.WARM_UP, at % classes, place.figures);
        place.figures = null;
      }
    }
    return taken;
  }

  /** Gives back what {@link #take} gave, once nobody reads it any more; any thread. */
  void giveBack(RunFigures taken) {
    taken.forEach(
        (stage, figures) -> {
          figures.reset();
          spare.offer(figures);
        });
  }

  /**
   * Up to now.
   *
   * @param answerNanos sum of the times that the succeeded ones took from when they were due
   */
  record Totals(long intended, long succeeded, long failed, double answerNanos) {}

  /** For what ends the run early; any thread. */
  Totals totals() {
    return new Totals(intended.get(), succeeded.get(), failed.get(), answerNanos.get());
  }

  LoadRun.Progress progress(double elapsedSeconds) {
    return new LoadRun.Progress(
        sent.get(), succeeded.get(), failed.get(), (int) inFlight.get(), elapsedSeconds);
  }
}
