package eu.aifactory.clients.slurm;

/** An exchange with slurmrestd that brought no answer. Its message is a part of a sentence. */
final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  /**
   * @param sent whether slurmrestd may have got the request
   */
  NoAnswerException(String message, boolean sent, Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  boolean mayHaveArrived() {
    return sent;
  }
}
