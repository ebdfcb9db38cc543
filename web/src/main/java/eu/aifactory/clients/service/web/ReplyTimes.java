package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.TimedReply;
import eu.aifactory.clients.service.group.Seconds;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.time.Clock;
import java.time.Instant;

/**
 * Says in answers by which agents set their clocks when the call came and when it was answered:
 * before all other filters, and after them. What the service does in between, be it to wait for its
 * database, is then none of what an agent has to doubt.
 */
@Provider
@PreMatching
@Priority(0)
public class ReplyTimes implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String RECEIVED = ReplyTimes.class.getName();

  @Inject Clock clock;

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(RECEIVED, clock.instant());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof TimedReply reply
        && request.getProperty(RECEIVED) instanceof Instant received) {
      response.setEntity(reply.timed(Seconds.exactly(received), Seconds.exactly(clock.instant())));
    }
  }
}
