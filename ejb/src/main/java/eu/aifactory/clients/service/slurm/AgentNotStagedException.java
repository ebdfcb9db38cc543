package eu.aifactory.clients.service.slurm;

/** The agent's files are not where jobs look for them, so no job may be submitted; says why. */
final class AgentNotStagedException extends Exception {
  private static final long serialVersionUID = 1L;

  AgentNotStagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
