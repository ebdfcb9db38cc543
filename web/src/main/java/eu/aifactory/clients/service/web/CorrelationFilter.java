package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.group.CorrelationId;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;

/** Gives each call its correlation id, its own or the caller's, and logs how it was answered. */
@Provider
@PreMatching
@Priority(1)
public class CorrelationFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final System.Logger LOG = System.getLogger(CorrelationFilter.class.getName());

  @Override
  public void filter(ContainerRequestContext request) {
    CorrelationId.begin(request.getHeaderString(CorrelationId.HEADER));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    CorrelationId.current()
        .ifPresent(
            id -> {
              response.getHeaders().putSingle(CorrelationId.HEADER, id);
              LOG.log(
                  Level.DEBUG,
                  "{0} {1} -> {2} [{3}]",
                  request.getMethod(),
                  request.getUriInfo().getPath(),
                  response.getStatus(),
                  id);
            });
    CorrelationId.end();
  }
}
