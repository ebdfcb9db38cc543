package eu.aifactory.clients.service.web.problem;

import eu.aifactory.clients.protocol.Problem;
import eu.aifactory.clients.service.group.CorrelationId;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Builds the one kind of error answer. */
public final class Problems {
  /** How to be let in, as RFC 6750 says it. */
  static final String CHALLENGE = "Bearer realm=\"aif\"";

  private Problems() {}

  public static Response of(int status, String detail) {
    return Response.status(status).type(Problem.MEDIA_TYPE).entity(problem(status, detail)).build();
  }

  /**
   * @param afterSeconds when it may be tried again
   */
  static Response later(int status, String detail, long afterSeconds) {
    return Response.fromResponse(of(status, detail))
        .header(HttpHeaders.RETRY_AFTER, afterSeconds)
        .build();
  }

  /**
   * @param status 401 or 403
   */
  static Response notAdmitted(int status, String detail) {
    Response problem = of(status, detail);
    return status == Response.Status.UNAUTHORIZED.getStatusCode()
        ? Response.fromResponse(problem).header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE).build()
        : problem;
  }

  static Problem problem(int status, String detail) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title =
        known == null
            ? (status == 422 ? "Unprocessable Content" : "Error")
            : known.getReasonPhrase();
    String instance = CorrelationId.current().map(id -> "urn:aif:correlation:" + id).orElse(null);
    return new Problem("about:blank", title, status, detail, instance);
  }
}
