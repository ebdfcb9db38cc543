package eu.aifactory.clients.load.records;

import eu.aifactory.clients.load.client.Answer;

/**
 * One request as it went. Whoever hears of it reads it at once, on the event loop: the next request
 * takes its place. Instants are {@link System#nanoTime}.
 */
public interface EndedRequest {
  /** An instant that never came. */
  long NEVER = Long.MIN_VALUE;

  /** The stage of what is sent before the first one. */
  int WARM_UP = -1;

  /** Of its arrival, over all agents. */
  long index();

  /** Within its arrival, from 0. */
  int turn();

  /** Which of the run's stages it was due in, from 0, or {@link #WARM_UP}. */
  int stage();

  /** Which of the workload's classes it belongs to, from 0. */
  int requestClass();

  /** Class of error; empty when it succeeded. */
  String errorClass();

  /** Of the response, 0 when there was no head. */
  int status();

  /** Whether its connection had carried a response before; of no meaning when it was not sent. */
  boolean reused();

  long dueNanos();

  /** When its last byte was handed to the kernel, or {@link #NEVER}. */
  long sentNanos();

  /** When the response head was complete, or {@link #NEVER}. */
  long headNanos();

  long endNanos();

  /** What came back, settled. */
  Answer answer();
}
