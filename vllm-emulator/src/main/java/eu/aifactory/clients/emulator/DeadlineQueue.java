package eu.aifactory.clients.emulator;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What is due when, for one event loop; only that loop may touch it. One timer of the loop is armed
 * for the earliest deadline, which the native transport keeps to some tens of microseconds.
 */
final class DeadlineQueue {
  /** After this many visits the loop gets to read its sockets before the rest is served. */
  private static final int VISITS_BEFORE_INPUT = 256;

  private static final int INITIAL_CAPACITY = 256;

  /** Something with a deadline. It is out of the queue when it is told, and may come back. */
  interface Timed {
    void due(long nowNanos);
  }

  private final EventLoop loop;
  private long[] deadlines = new long[INITIAL_CAPACITY];
  private Timed[] entries = new Timed[INITIAL_CAPACITY];
  private int size;
  private Future<?> timer;
  private long timerDeadline;
  private boolean running;

  DeadlineQueue(EventLoop loop) {
    this.loop = loop;
  }

  void add(Timed entry, long deadlineNanos) {
    if (size == deadlines.length) {
      deadlines = Arrays.copyOf(deadlines, size * 2);
      entries = Arrays.copyOf(entries, size * 2);
    }
    siftUp(size++, entry, deadlineNanos);
    if (!running && entries[0] == entry) {
      arm();
    }
  }

  private void run() {
    timer = null;
    running = true;
    try {
      int visits = VISITS_BEFORE_INPUT;
      long now = System.nanoTime();
      while (size > 0 && visits-- > 0 && deadlines[0] - now <= 0) {
        removeFirst().due(now);
        now = System.nanoTime();
      }
    } finally {
      running = false;
      arm();
    }
  }

  private void arm() {
    if (size == 0) {
      return;
    }
    if (timer != null) {
      if (timerDeadline - deadlines[0] <= 0) {
        return;
      }
      timer.cancel(false);
    }
    timerDeadline = deadlines[0];
    long delay = timerDeadline - System.nanoTime();
    timer =
        delay <= 0 ? loop.submit(this::run) : loop.schedule(this::run, delay, TimeUnit.NANOSECONDS);
  }

  private Timed removeFirst() {
    Timed first = entries[0];
    size--;
    Timed last = entries[size];
    long lastDeadline = deadlines[size];
    entries[size] = null;
    if (size > 0) {
      siftDown(last, lastDeadline);
    }
    return first;
  }

  private void siftUp(int from, Timed entry, long deadline) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (deadlines[parent] - deadline <= 0) {
        break;
      }
      deadlines[at] = deadlines[parent];
      entries[at] = entries[parent];
      at = parent;
    }
    deadlines[at] = deadline;
    entries[at] = entry;
  }

  private void siftDown(Timed entry, long deadline) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && deadlines[child + 1] - deadlines[child] < 0) {
        child++;
      }
      if (deadline - deadlines[child] <= 0) {
        break;
      }
      deadlines[at] = deadlines[child];
      entries[at] = entries[child];
      at = child;
    }
    deadlines[at] = deadline;
    entries[at] = entry;
  }
}
