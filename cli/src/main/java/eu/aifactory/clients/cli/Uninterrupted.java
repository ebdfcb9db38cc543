package eu.aifactory.clients.cli;

/** Runs a step of cleaning up to its end although the thread was told to stop. */
final class Uninterrupted {
  private Uninterrupted() {}

  /** A step that may wait. */
  interface Step {
    void run() throws InterruptedException;
  }

  static void run(Step step) {
    boolean interrupted = Thread.interrupted();
    try {
      step.run();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
