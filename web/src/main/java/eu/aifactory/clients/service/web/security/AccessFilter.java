package eu.aifactory.clients.service.web.security;

import eu.aifactory.clients.protocol.AgentToken;
import eu.aifactory.clients.service.network.CallSource;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.BenchmarkId;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Lets a call through to its resource when its caller may make it, and not too often, and says to
 * the domain on whose behalf it is made. A method that does not say who may call it is refused to
 * all but admins.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class AccessFilter implements ContainerRequestFilter, ContainerResponseFilter {
  /** Where a proxy says from where a call came. */
  static final String FORWARDED_FOR = "X-Forwarded-For";

  @Inject Callers callers;
  @Inject CallGate gate;
  @Inject CallSource source;
  @Context ResourceInfo resource;
  @Context HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    Caller.end();
    Method method = resource.getResourceMethod();
    String address =
        source.address(servletRequest.getRemoteAddr(), request.getHeaderString(FORWARDED_FOR));
    if (isMarked(method, ForAnybody.class)) {
      gate.stranger(address);
      return;
    }
    boolean forAgents = isMarked(method, ForAgents.class);
    Optional<String> agent =
        AgentToken.secret(AgentToken.OF_AGENT, request.getHeaderString(HttpHeaders.AUTHORIZATION));
    if (forAgents && agent.isPresent()) {
      String id = request.getUriInfo().getPathParameters().getFirst("id");
      gate.agent(address, BenchmarkId.fromString(id).value(), agent.get());
      return;
    }
    Caller caller =
        gate.caller(
            address,
            () ->
                callers.identify(
                    request.getSecurityContext().getUserPrincipal(),
                    servletRequest.getLocalAddr()));
    Role needed = forAgents ? Role.OPERATOR : needed(method, request.getMethod());
    if (!caller.role().covers(needed)) {
      throw new NotAdmittedException(
          403,
          "This call needs the role %s; %s has %s."
              .formatted(needed.wireName(), caller.name(), caller.role().wireName()));
    }
    Caller.begin(caller);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Caller.end();
  }

  private static boolean isMarked(Method method, Class<? extends Annotation> mark) {
    return method != null && method.isAnnotationPresent(mark);
  }

  private static Role needed(Method method, String httpMethod) {
    Needs needs = method == null ? null : method.getAnnotation(Needs.class);
    if (needs != null) {
      return needs.value();
    }
    // Answered by JAX-RS itself: which methods a path takes.
    return HttpMethod.OPTIONS.equals(httpMethod) ? Role.VIEWER : Role.ADMIN;
  }
}
