package eu.aifactory.clients.cli.server;

/**
 * The server took a command and the connection ended before its answer: it may be at work on it.
 */
final class AnswerLostException extends ServerException {
  private static final long serialVersionUID = 1L;

  AnswerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
