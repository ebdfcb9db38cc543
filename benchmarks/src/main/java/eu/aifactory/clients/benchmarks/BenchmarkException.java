package eu.aifactory.clients.benchmarks;

/** A figure could not be taken; the message says which and why. The other rows go on. */
public final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchmarkException(String message) {
    super(message);
  }

  public BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
