package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.protocol.Problem;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Tells a refusal of the service from an answer of whatever else listens at its address: an
 * application server whose applications are still starting answers 404 too, with a page of its own.
 * Only a problem document is the service's word.
 */
public class RefusalMapper implements ResponseExceptionMapper<RuntimeException> {
  private static final MediaType PROBLEM = MediaType.valueOf(Problem.MEDIA_TYPE);
  private static final Set<Integer> WORTH_A_RETRY = Set.of(408, 425, 429);

  @Override
  public boolean handles(int status, MultivaluedMap<String, Object> headers) {
    return status >= 300;
  }

  @Override
  public RuntimeException toThrowable(Response response) {
    int status = response.getStatus();
    boolean problem =
        response.getMediaType() != null && PROBLEM.isCompatible(response.getMediaType());
    if (!problem) {
      return new ServiceUnreachableException(
          "answered %d without a problem document".formatted(status));
    }
    String detail = detail(response);
    return status >= 400 && status < 500 && !WORTH_A_RETRY.contains(status)
        ? new ServiceRefusedException(status, detail)
        : new ServiceUnreachableException("answered %d: %s".formatted(status, detail));
  }

  private static String detail(Response response) {
    try {
      Problem problem = response.readEntity(Problem.class);
      return problem == null || problem.detail() == null ? "no detail given" : problem.detail();
    } catch (ProcessingException e) {
      return "the problem document cannot be read";
    }
  }
}
