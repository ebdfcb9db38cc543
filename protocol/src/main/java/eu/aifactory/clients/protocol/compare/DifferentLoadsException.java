package eu.aifactory.clients.protocol.compare;

/** The results are of different loads, and nobody said to compare them all the same. */
public final class DifferentLoadsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DifferentLoadsException(String message) {
    super(message);
  }
}
