package eu.aifactory.clients.service.web.security;

import eu.aifactory.clients.service.group.CorrelationId;
import eu.aifactory.clients.service.network.CallSource;
import eu.aifactory.clients.service.security.AuditLog;
import eu.aifactory.clients.service.security.Caller;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Notes what people change, whatever is refused for who asks it, and whom a group did not let in.
 * What people read, and what else agents say, is not noted: it changes nothing, or is in the
 * group's events.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public class AuditFilter implements ContainerResponseFilter {
  private static final Set<Integer> REFUSED = Set.of(401, 403);
  private static final int UNPROCESSABLE = 422;
  private static final Set<String> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Inject AuditLog log;
  @Inject CallSource source;
  @Context HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    boolean refused = REFUSED.contains(response.getStatus());
    boolean changing = Caller.current().isPresent() && !READING.contains(request.getMethod());
    boolean notLetIn =
        response.getStatus() == UNPROCESSABLE
            && request.getUriInfo().getPath().endsWith("/connect");
    if (!refused && !changing && !notLetIn) {
      return;
    }
    Principal principal = request.getSecurityContext().getUserPrincipal();
    String name =
        Caller.owner()
            .or(() -> Optional.ofNullable(principal).map(Principal::getName))
            .orElse(null);
    String role = Caller.current().map(caller -> caller.role().wireName()).orElse(null);
    log.note(
        new AuditLog.Entry(
            name,
            role,
            request.getMethod(),
            "/" + request.getUriInfo().getPath(),
            source.address(
                servletRequest.getRemoteAddr(),
                request.getHeaderString(AccessFilter.FORWARDED_FOR)),
            response.getStatus(),
            CorrelationId.current().orElse(null)));
  }
}
