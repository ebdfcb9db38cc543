package eu.aifactory.clients.agent;

import java.util.logging.LogManager;

/**
 * Keeps the log until the process is gone. Java's own closes it as soon as the process is told to
 * end, at the same time as the agent begins to say what it still delivers.
 */
public final class LastingLogManager extends LogManager {

  /** For Java, which finds this class by its name. */
  public LastingLogManager() {}

  /** Has it in use; to be called before anything logs. */
  static void install() {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
  }

  @Override
  public void reset() {
    // Nobody but Java's shutdown hook asks for this, and the console needs no closing.
  }
}
