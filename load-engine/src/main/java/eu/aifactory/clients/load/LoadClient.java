package eu.aifactory.clients.load;

import eu.aifactory.clients.load.RequestConnection.Ending;
import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.arrival.StageWindow;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;

/**
 * One client of the closed loop: a virtual user with a connection of its own, who sends the next
 * request when the last one has ended, and goes through the turns of a conversation with its think
 * times between them. All calls on its event loop.
 *
 * <p>After failures to get a connection, or on one without a byte of answer, the client pauses, 10
 * ms at first and twice as long each time up to 1 s, so that a server that is gone is not stormed;
 * the pause is no part of any latency.
 */
final class LoadClient implements RequestConnection.Sender {
  private static final long FIRST_PAUSE_NANOS = 10_000_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

  private final RunLoop run;
  private final int number;
  private final RequestConnection connection;
  private boolean busy;
  private boolean ended;
  private long index;
  private int turn;
  private int requestClass;
  private long pauseNanos;
  private ScheduledFuture<?> waiting;

  /**
   * @param number among the clients of this process, from 0
   */
  LoadClient(RunLoop run, int number) {
    this.run = run;
    this.number = number;
    this.connection = run.newConnection(this);
  }

  /** Opens the connection before the run begins. */
  void prepare() {
    connection.prepare();
  }

  @Override
  public void prepared(Throwable cause) {
    run.prepared(cause);
  }

  /** Begins the run with a request that is due at the start. */
  void begin(long startNanos) {
    next(startNanos);
  }

  /** Begins an arrival that is due now, or in the next stage that this client takes part in. */
  private void next(long due) {
    if (run.stopping() || run.over(System.nanoTime())) {
      end();
      return;
    }
    int place = run.placeAt(due);
    long found = takesPartIn(place) ? run.numbers(place).next() : RequestNumbers.NONE;
    if (found != RequestNumbers.NONE) {
      index = found;
      turn = 0;
      requestClass = run.writer().classOf(index);
      send(place, due);
      return;
    }
    long later = nextStart(place);
    if (later == StageWindow.OPEN_ENDED) {
      end();
    } else {
      waitUntil(later, () -> next(later));
    }
  }

  private boolean takesPartIn(int place) {
    return place != LoadTimeline.NONE && number < run.clientsIn(place);
  }

  /** When the next stage begins that this client takes part in, or never. */
  private long nextStart(int place) {
    List<StageWindow> windows = run.timeline().windows();
    int after = place == LoadTimeline.NONE ? windows.size() : place + 1;
    for (int i = after; i < windows.size(); i++) {
      if (takesPartIn(i)) {
        return run.nanosAt(windows.get(i).startNanos());
      }
    }
    return StageWindow.OPEN_ENDED;
  }

  private void send(int place, long due) {
    int stage = run.timeline().windows().get(place).stage();
    busy = true;
    run.figures().intended(stage, requestClass);
    connection.send(index, turn, stage, requestClass, due);
  }

  @Override
  public void ended(RequestConnection from, Ending ending, long now) {
    busy = false;
    pauseNanos = ending == Ending.UNREACHED ? longerPause() : 0;
    if (run.stopping()) {
      end();
    } else if (pauseNanos > 0) {
      long due = now + pauseNanos;
      waitUntil(due, () -> next(due));
    } else if (ending == Ending.SUCCEEDED && turn + 1 < run.writer().turns(index)) {
      nextTurn(now);
    } else {
      next(now);
    }
  }

  private void nextTurn(long now) {
    long think = run.writer().thinkNanos(index, turn + 1);
    if (think <= 0) {
      turn(now);
    } else {
      waitUntil(now + think, () -> turn(now + think));
    }
  }

  /** The conversation goes on if its client still takes part. */
  private void turn(long due) {
    int place = run.placeAt(due);
    if (run.stopping() || run.over(System.nanoTime()) || !takesPartIn(place)) {
      next(due);
      return;
    }
    turn++;
    send(place, due);
  }

  private long longerPause() {
    return Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, 2 * pauseNanos));
  }

  private void waitUntil(long nanos, Runnable then) {
    waiting =
        run.at(
            nanos,
            () -> {
              waiting = null;
              then.run();
            });
  }

  /** Sends nothing more; what is in flight goes on. */
  void stopSending() {
    if (busy) {
      connection.stopSending();
    } else {
      end();
    }
  }

  /** Gives up what is in flight. */
  void cancel() {
    stopSending();
    connection.cancel();
  }

  private void end() {
    if (!ended) {
      ended = true;
      if (waiting != null) {
        waiting.cancel(false);
      }
      connection.retire();
      run.ended();
    }
  }
}
