package eu.aifactory.clients.agent.http;

import eu.aifactory.clients.agent.observer.BadObserverException;
import eu.aifactory.clients.agent.run.BadOrderException;
import eu.aifactory.clients.agent.run.RunConflictException;
import eu.aifactory.clients.protocol.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** Makes every error a problem document with a sentence in it. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

  @Context private UriInfo uri;

  @Override
  public Response toResponse(Throwable failure) {
    return switch (failure) {
      case BadBodyException e -> problem(e.status(), e.getMessage());
      case ForeignCommandException e -> problem(401, e.getMessage());
      case BadOrderException e -> problem(422, e.getMessage());
      case BadObserverException e -> problem(422, e.getMessage());
      case RunConflictException e -> problem(409, e.getMessage());
      case WebApplicationException e -> ofJaxRs(e.getResponse());
      default -> unexpected(failure);
    };
  }

  private Response ofJaxRs(Response answer) {
    int status = answer.getStatus();
    String detail =
        switch (status) {
          case 404 -> "there is nothing at /" + uri.getPath();
          case 405 -> "this method is not for /" + uri.getPath();
          case 406 -> "only application/json is spoken here";
          case 415 -> "the body must be application/json";
          default -> answer.getStatusInfo().getReasonPhrase();
        };
    Response.ResponseBuilder response = Response.fromResponse(problem(status, detail));
    String allowed = answer.getHeaderString(HttpHeaders.ALLOW);
    return (allowed == null ? response : response.header(HttpHeaders.ALLOW, allowed)).build();
  }

  private static Response unexpected(Throwable failure) {
    String incident = "urn:uuid:" + UUID.randomUUID();
    LOG.log(Level.ERROR, "request failed, " + incident, failure);
    return response(500, "the agent failed; its log has it as " + incident, incident);
  }

  private static Response problem(int status, String detail) {
    return response(status, detail, "urn:uuid:" + UUID.randomUUID());
  }

  private static Response response(int status, String detail, String instance) {
    Response.StatusType known = Response.Status.fromStatusCode(status);
    String title = known == null ? "Unprocessable Content" : known.getReasonPhrase();
    return Response.status(status, title)
        .type(Problem.MEDIA_TYPE)
        .entity(new Problem("about:blank", title, status, detail, instance))
        .build();
  }
}
