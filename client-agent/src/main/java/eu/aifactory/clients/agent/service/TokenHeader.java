package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.protocol.AgentToken;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Shows the job's token to the service with every call, where the job was given one. */
final class TokenHeader implements ClientRequestFilter {
  private final Optional<String> token;

  TokenHeader(Optional<String> token) {
    this.token = token;
  }

  @Override
  public void filter(ClientRequestContext request) {
    token.ifPresent(
        secret ->
            request
                .getHeaders()
                .putSingle(
                    HttpHeaders.AUTHORIZATION,
                    AgentToken.authorization(AgentToken.OF_AGENT, secret)));
  }
}
