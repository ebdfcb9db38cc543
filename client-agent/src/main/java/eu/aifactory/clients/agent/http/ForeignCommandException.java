package eu.aifactory.clients.agent.http;

/** Somebody other than the service that started the agent wants something of it. */
final class ForeignCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignCommandException() {
    super("this agent obeys the service that started it, and nobody else");
  }
}
