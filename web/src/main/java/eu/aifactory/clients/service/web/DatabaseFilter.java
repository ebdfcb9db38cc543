package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.settings.DatabaseAwayException;
import eu.aifactory.clients.service.settings.DatabasePulse;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Turns every call away while the database does not answer, before the call waits for it: with a
 * {@link DatabaseAwayException}.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class DatabaseFilter implements ContainerRequestFilter {
  @Inject DatabasePulse pulse;

  @Override
  public void filter(ContainerRequestContext request) {
    pulse.require();
  }
}
