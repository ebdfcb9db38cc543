package eu.aifactory.clients.agent.registration;

/**
 * Why an agent's life ended.
 *
 * @param exitCode of the process
 * @param reason a sentence
 */
public record Ending(int exitCode, String reason) {
  /** The agent did what it was there for, or was told to end. */
  public static final int DONE = 0;

  /** The agent itself failed; its log has why. */
  public static final int BROKEN = 1;

  public static final int BAD_COMMAND_LINE = 2;

  /** The service turned the agent away, or did not answer while it registered. */
  public static final int NOT_REGISTERED = 3;

  /** The service was unreachable for too long. */
  public static final int SERVICE_LOST = 4;

  /** The agent's own server cannot listen. */
  public static final int CANNOT_LISTEN = 5;
}
