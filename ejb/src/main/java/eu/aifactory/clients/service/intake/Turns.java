package eu.aifactory.clients.service.intake;

import java.time.Duration;

/** Has work done by other threads. */
@FunctionalInterface
public interface Turns {
  /**
   * @param pause until then at least
   * @throws java.util.concurrent.RejectedExecutionException when no more is done
   */
  void after(Duration pause, Runnable work);
}
