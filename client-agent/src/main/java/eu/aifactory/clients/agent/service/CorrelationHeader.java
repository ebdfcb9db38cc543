package eu.aifactory.clients.agent.service;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

/** Sends the correlation id with every call, so that the service's log and the agent's meet. */
public class CorrelationHeader implements ClientRequestFilter {
  @Override
  public void filter(ClientRequestContext request) {
    request.getHeaders().putSingle(Correlation.HEADER, Correlation.current());
  }
}
