package eu.aifactory.clients.load;

import eu.aifactory.clients.load.RequestConnection.Ending;
import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.arrival.ScheduleWalk;
import eu.aifactory.clients.load.arrival.StageWindow;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * Requests that arrive whatever the server does: this event loop's share of the schedule. Each is
 * sent when it is due, on the connection that was idle last, or on another one when none is idle;
 * what is late is sent at once and keeps the instant at which it was due. All calls on the loop.
 */
final class OpenArrivals implements RequestConnection.Sender {
  /** Answers are read in between, however late the arrivals are. */
  private static final int MOST_IN_A_ROW = 64;

  private final RunLoop run;
  private final ScheduleWalk walk;
  private final int mostInFlight;
  private final Deque<RequestConnection> free = new ArrayDeque<>();
  private final WaitingRequests waiting = new WaitingRequests();
  private final PriorityQueue<Turn> turns = new PriorityQueue<>();
  private boolean arrivalsLeft;
  private int inFlight;
  private boolean ended;
  private ScheduledFuture<?> timer;
  private long timerNanos;

  /** A turn of a conversation that will be due. */
  private record Turn(long dueNanos, long index, int turn) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      return Long.compare(dueNanos, other.dueNanos);
    }
  }

  /**
   * @param mostInFlight requests of this loop
   */
  OpenArrivals(RunLoop run, ScheduleWalk walk, int mostInFlight) {
    this.run = run;
    this.walk = walk;
    this.mostInFlight = mostInFlight;
  }

  /** Opens a connection before the run begins. */
  void prepare() {
    RequestConnection connection = run.newConnection(this);
    free.addLast(connection);
    connection.prepare();
  }

  @Override
  public void prepared(Throwable cause) {
    run.prepared(cause);
  }

  /** Begins the schedule, whose offsets count from the run's start. */
  void begin() {
    arrivalsLeft = walk.next();
    long end = run.timeline().endNanos();
    if (end != StageWindow.OPEN_ENDED) {
      run.at(run.nanosAt(end), this::turnAwayWaiting);
    }
    pump();
  }

  /** Sends what is due, and comes back when the next one is. */
  private void pump() {
    timer = null;
    for (int i = 0; i < MOST_IN_A_ROW && !ended; i++) {
      long due = nextDue();
      if (due == StageWindow.OPEN_ENDED || due - System.nanoTime() > 0) {
        break;
      }
      arrive(due);
    }
    comeBack();
    endIfDone();
  }

  private long nextDue() {
    long arrival = arrivalsLeft ? run.nanosAt(walk.dueNanos()) : StageWindow.OPEN_ENDED;
    Turn turn = turns.peek();
    return turn == null ? arrival : Math.min(arrival, turn.dueNanos());
  }

  private void arrive(long due) {
    Turn turn = turns.peek();
    if (turn != null && turn.dueNanos() == due) {
      turns.remove();
      int place = run.placeAt(due);
      if (place != LoadTimeline.NONE) {
        arrive(turn.index(), turn.turn(), run.timeline().windows().get(place).stage(), due);
      }
      return;
    }
    arrive(walk.index(), 0, walk.stage(), due);
    arrivalsLeft = walk.next();
  }

  private void arrive(long index, int turn, int stage, long due) {
    run.figures().due(stage, run.writer().classOf(index), due);
    if (inFlight < mostInFlight) {
      send(index, turn, stage, due);
    } else {
      waiting.add(index, turn, stage, due);
    }
  }

  private void send(long index, int turn, int stage, long due) {
    inFlight++;
    take().send(index, turn, stage, run.writer().classOf(index), due);
  }

  private RequestConnection take() {
    RequestConnection connection = free.pollLast();
    return connection == null ? run.newConnection(this) : connection;
  }

  @Override
  public void ended(RequestConnection connection, Ending ending, long now) {
    inFlight--;
    if (connection.isOpen()) {
      free.addLast(connection);
    } else {
      free.addFirst(connection);
    }
    long index = connection.index();
    int turn = connection.turn() + 1;
    if (ending == Ending.SUCCEEDED && !run.stopping() && turn < run.writer().turns(index)) {
      turns.add(new Turn(now + Math.max(0, run.writer().thinkNanos(index, turn)), index, turn));
      comeBack();
    }
    if (!waiting.isEmpty() && inFlight < mostInFlight && !run.stopping()) {
      sendWaiting(now);
    }
    endIfDone();
  }

  private void sendWaiting(long now) {
    if (run.over(now)) {
      turnAwayWaiting();
      return;
    }
    long index = waiting.index();
    int turn = waiting.turn();
    int stage = waiting.stage();
    long due = waiting.dueNanos();
    waiting.remove();
    send(index, turn, stage, due);
  }

  /** Counts those that wait as not sent: the run has ended. */
  private void turnAwayWaiting() {
    while (!waiting.isEmpty()) {
      long index = waiting.index();
      int turn = waiting.turn();
      int stage = waiting.stage();
      long due = waiting.dueNanos();
      waiting.remove();
      inFlight++;
      take().turnAway(index, turn, stage, run.writer().classOf(index), due);
    }
    endIfDone();
  }

  /** One timer, for whatever is due next. */
  private void comeBack() {
    long due = ended || run.stopping() ? StageWindow.OPEN_ENDED : nextDue();
    if (timer != null) {
      if (timerNanos == due) {
        return;
      }
      timer.cancel(false);
      timer = null;
    }
    if (due != StageWindow.OPEN_ENDED) {
      timerNanos = due;
      timer = run.at(due, this::pump);
    }
  }

  /** Sends nothing more; what is in flight goes on. */
  void stopSending() {
    arrivalsLeft = false;
    turns.clear();
    comeBack();
    turnAwayWaiting();
    endIfDone();
  }

  private void endIfDone() {
    boolean done = !arrivalsLeft && inFlight == 0 && waiting.isEmpty() && turns.isEmpty();
    if (done && !ended) {
      ended = true;
      comeBack();
      free.forEach(RequestConnection::retire);
      run.ended();
    }
  }
}
