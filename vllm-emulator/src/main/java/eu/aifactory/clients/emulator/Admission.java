package eu.aifactory.clients.emulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which requests run and which wait: first come, first served, at most so many at once. Safe for
 * any thread.
 */
final class Admission {
  private final int mostRunning;
  private final Deque<Generation> waiting = new ArrayDeque<>();
  private int running;

  Admission(int mostRunning) {
    this.mostRunning = mostRunning;
  }

  /**
   * Admits the request or queues it.
   *
   * @return whether it was admitted at once; otherwise it is told later, on its own event loop
   */
  synchronized boolean enter(Generation generation) {
    if (running < mostRunning) {
      running++;
      return true;
    }
    waiting.addLast(generation);
    return false;
  }

  /** A running request has ended; the longest waiting one takes its place. */
  void leave() {
    Generation next;
    synchronized (this) {
      next = waiting.pollFirst();
      if (next == null) {
        running--;
      }
    }
    if (next != null) {
      next.admittedFromQueue(System.nanoTime());
    }
  }

  /**
   * A request gives up.
   *
   * @return whether it was still waiting; otherwise it has been, or will be told it is, admitted
   */
  synchronized boolean withdraw(Generation generation) {
    return waiting.remove(generation);
  }

  synchronized int running() {
    return running;
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
