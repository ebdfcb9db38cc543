package eu.aifactory.clients.cli.server;

/** The server could not be brought to do something; the message is a sentence with what to do. */
public class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
