package eu.aifactory.clients.agent.http;

import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.protocol.AgentToken;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Obeys the service that started this agent's job and nobody else: whoever can reach a compute node
 * could otherwise put load on the AI server, or have updates sent anywhere. An agent that was
 * started by hand, without a token, obeys everybody, as the specification has it.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class CommandCheck implements ContainerRequestFilter {
  private final Optional<String> commandKey;

  @Inject
  public CommandCheck(AgentSettings settings) {
    this.commandKey = settings.nonce().map(token -> AgentToken.commandKey(AgentToken.hash(token)));
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (commandKey.isEmpty() || HttpMethod.GET.equals(request.getMethod())) {
      return;
    }
    boolean ofTheService =
        AgentToken.secret(AgentToken.OF_SERVICE, request.getHeaderString(HttpHeaders.AUTHORIZATION))
            .filter(secret -> AgentToken.same(secret, commandKey.get()))
            .isPresent();
    if (!ofTheService) {
      throw new ForeignCommandException();
    }
  }
}
