package eu.aifactory.clients.service.agent;

/** No answer came from the agent: it may have got the message. */
public final class AgentUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  public AgentUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
