package eu.aifactory.clients.agent.service;

/**
 * The service did not answer, or not in a way that settles anything: it may have done what it was
 * asked. Worth asking again.
 */
public final class ServiceUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServiceUnreachableException(String message) {
    super(message);
  }

  ServiceUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
