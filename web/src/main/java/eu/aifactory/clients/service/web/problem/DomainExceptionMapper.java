package eu.aifactory.clients.service.web.problem;

import eu.aifactory.clients.protocol.compare.DifferentLoadsException;
import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import eu.aifactory.clients.service.compare.BaselineTakenException;
import eu.aifactory.clients.service.compare.NoResultYetException;
import eu.aifactory.clients.service.compare.UnknownResultException;
import eu.aifactory.clients.service.group.AddressNotCheckedException;
import eu.aifactory.clients.service.group.BlockOutOfOrderException;
import eu.aifactory.clients.service.group.ForeignAgentTokenException;
import eu.aifactory.clients.service.group.GroupExistsException;
import eu.aifactory.clients.service.group.IllegalTransitionException;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.group.LostAgentException;
import eu.aifactory.clients.service.group.NoRecordsException;
import eu.aifactory.clients.service.group.SupersededException;
import eu.aifactory.clients.service.group.UnfitVersionException;
import eu.aifactory.clients.service.group.UnknownAgentException;
import eu.aifactory.clients.service.group.UnknownAgentTokenException;
import eu.aifactory.clients.service.group.UnknownGroupException;
import eu.aifactory.clients.service.group.UnknownRunException;
import eu.aifactory.clients.service.limit.TooManyException;
import eu.aifactory.clients.service.monitor.NoClientProcessException;
import eu.aifactory.clients.service.monitor.ObserverRefusedException;
import eu.aifactory.clients.service.result.UnreadableFiguresException;
import eu.aifactory.clients.service.settings.DatabaseAwayException;
import eu.aifactory.clients.service.settings.StorageFault;
import eu.aifactory.clients.service.web.json.UnfitBodyException;
import eu.aifactory.clients.service.web.json.UnreadableBodyException;
import eu.aifactory.clients.service.web.security.NotAdmittedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * Every error of the interface: what the domain refuses by its own status, what JAX-RS refuses by
 * the one that it chose, and all else as a 500 whose correlation id is in the log.
 */
@Provider
public class DomainExceptionMapper implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(DomainExceptionMapper.class.getName());
  private static final int UNPROCESSABLE = 422;

  @Override
  public Response toResponse(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Response known = known(cause);
      if (known != null) {
        return known;
      }
    }
    Optional<StorageFault> fault = StorageFault.in(thrown);
    if (fault.isPresent()) {
      return storage(fault.get(), thrown);
    }
    // Only then: it wraps what a parameter's own class has refused, and calls it 404.
    if (thrown instanceof WebApplicationException e) {
      return jaxRs(e);
    }
    LOG.log(Level.ERROR, "an unforeseen error", thrown);
    return Problems.of(500, "The service failed; its log has the cause under this instance.");
  }

  /** {@code null} when this kind of error has no status of its own. */
  private static Response known(Throwable thrown) {
    return switch (thrown) {
      case InvalidRequestException e -> Problems.of(UNPROCESSABLE, e.getMessage());
      case UnreadableFiguresException e -> Problems.of(UNPROCESSABLE, e.getMessage());
      case UnfitComparisonException e -> Problems.of(UNPROCESSABLE, e.getMessage());
      case UnfitBodyException e -> Problems.of(UNPROCESSABLE, e.getMessage());
      case UnreadableBodyException e -> Problems.of(e.status(), e.getMessage());
      case UnknownGroupException e -> Problems.of(404, e.getMessage());
      case UnknownRunException e -> Problems.of(404, e.getMessage());
      case UnknownResultException e -> Problems.of(404, e.getMessage());
      case UnknownAgentException e -> Problems.of(404, e.getMessage());
      case LostAgentException e -> Problems.of(410, e.getMessage());
      case NoClientProcessException e -> Problems.of(404, e.getMessage());
      case GroupExistsException e -> Problems.of(409, e.getMessage());
      case NoRecordsException e -> Problems.of(409, e.getMessage());
      case BlockOutOfOrderException e -> Problems.of(409, e.getMessage());
      case IllegalTransitionException e -> Problems.of(409, e.getMessage());
      case NoResultYetException e -> Problems.of(409, e.getMessage());
      case DifferentLoadsException e ->
          Problems.of(409, e.getMessage() + "; force=true compares them all the same");
      case BaselineTakenException e -> Problems.of(409, e.getMessage());
      case NotAdmittedException e -> Problems.notAdmitted(e.status(), e.getMessage());
      case UnknownAgentTokenException e -> Problems.notAdmitted(401, e.getMessage());
      case ForeignAgentTokenException e -> Problems.notAdmitted(403, e.getMessage());
      case UnfitVersionException e -> Problems.of(409, e.getMessage());
      case SupersededException e -> Problems.of(409, e.getMessage());
      case TooManyException e -> Problems.later(429, e.getMessage(), e.retryAfterSeconds());
      case AddressNotCheckedException e -> Problems.later(503, e.getMessage(), 2);
      case DatabaseAwayException e -> Problems.later(503, sentence(e.getMessage()), 2);
      // By one of the server's own pools, which are closed before it is.
      case RejectedExecutionException e ->
          tryAgain("This instance of the service takes no more work now; try again.");
      case ObserverRefusedException e -> Problems.of(502, e.getMessage());
      default -> null;
    };
  }

  private static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + "; nothing was done.";
  }

  private static Response storage(StorageFault fault, Throwable thrown) {
    LOG.log(Level.WARNING, "the database: {0}", thrown.getMessage());
    return switch (fault) {
      case CONFLICT -> tryAgain("Somebody else changed the same; try again.");
      case FULL ->
          tryAgain("The disk under the service's database is full: free some room and try again.");
      case UNAVAILABLE -> tryAgain("The database cannot be used now; try again.");
    };
  }

  private static Response tryAgain(String detail) {
    return Problems.later(503, detail, 2);
  }

  private static Response jaxRs(WebApplicationException e) {
    Response answer = e.getResponse();
    Response problem = Problems.of(answer.getStatus(), detail(answer.getStatus(), e));
    Object allow = answer.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null
        ? problem
        : Response.fromResponse(problem).header(HttpHeaders.ALLOW, allow).build();
  }

  private static String detail(int status, WebApplicationException e) {
    return switch (status) {
      case 404 -> "There is nothing at this path.";
      case 405 -> "This path does not take this method.";
      case 406 -> "This path answers with application/json.";
      case 415 -> "This path takes application/json.";
      default -> e.getMessage();
    };
  }
}
