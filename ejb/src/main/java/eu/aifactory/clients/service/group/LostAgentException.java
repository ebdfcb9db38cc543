package eu.aifactory.clients.service.group;

/** The agent was not heard for so long that its group goes on without it: it has to end. */
public final class LostAgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostAgentException(String agent) {
    super(
        "agent \"%s\" was not heard for too long: it counts as lost, and has to end"
            .formatted(agent));
  }
}
