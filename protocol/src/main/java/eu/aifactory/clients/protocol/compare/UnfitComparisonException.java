package eu.aifactory.clients.protocol.compare;

/**
 * A document or an option of a comparison cannot be; the message is a sentence, without a full
 * stop, that names it.
 */
public final class UnfitComparisonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnfitComparisonException(String message) {
    super(message);
  }
}
