package eu.aifactory.clients.slurm;

/** Slurm gave no answer that says anything: nothing follows about any job. */
public final class SlurmUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean badCredentials;

  private SlurmUnavailableException(String message, boolean badCredentials, Throwable cause) {
    super(message, cause);
    this.badCredentials = badCredentials;
  }

  /** It could not be reached, or its answer was not understood. */
  public static SlurmUnavailableException because(String message, Throwable cause) {
    return new SlurmUnavailableException(message, false, cause);
  }

  /** It did not accept the token. */
  public static SlurmUnavailableException badCredentials(String message) {
    return new SlurmUnavailableException(message, true, null);
  }

  /** Whether another token may help. */
  public boolean isBadCredentials() {
    return badCredentials;
  }
}
