package eu.aifactory.clients.service.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * What every answer says to browsers and caches: it is what it says it is, and the caller's alone.
 */
@Provider
public class AnswerHeaders implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
    if ("https".equals(request.getUriInfo().getRequestUri().getScheme())) {
      response.getHeaders().putSingle("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
