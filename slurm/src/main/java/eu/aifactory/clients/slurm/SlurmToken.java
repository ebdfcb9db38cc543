package eu.aifactory.clients.slurm;

/** A token for Slurm, a JSON web token. Its text leaves this object by {@link #secret} alone. */
public final class SlurmToken {
  private final String text;

  private SlurmToken(String text) {
    this.text = text;
  }

  public static SlurmToken of(String text) {
    return new SlurmToken(text.strip());
  }

  /** For the header of a call, and nothing else. */
  public String secret() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
