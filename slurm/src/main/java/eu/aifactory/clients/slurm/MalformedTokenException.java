package eu.aifactory.clients.slurm;

/** A text is no token for Slurm. The message is the end of a sentence; the text is not in it. */
public final class MalformedTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedTokenException(String message) {
    super(message);
  }
}
