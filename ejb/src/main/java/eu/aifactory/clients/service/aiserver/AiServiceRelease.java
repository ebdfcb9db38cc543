package eu.aifactory.clients.service.aiserver;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.service.agent.RestClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/**
 * Releases AI services. The agents set them up, from where the AI server is surely reached; the
 * service releases them, because it outlives the agents.
 */
@ApplicationScoped
public class AiServiceRelease {
  private static final int FIRST_ERROR = 300;
  private static final int GONE = 404;
  private static final int NO_SUCH_METHOD = 405;

  /**
   * Releases a service that a set-up created; one that is gone already counts as released.
   *
   * @throws NotReleasedException when the server did not confirm: to be called again
   */
  public void release(AiService service) throws NotReleasedException {
    String id = service.serviceId();
    int status;
    try {
      status = call(service, api -> api.setStatus(id, new AiServerApi.NewStatus("cancelled")));
      if (status == GONE || status == NO_SUCH_METHOD) {
        status = call(service, api -> api.delete(id));
      }
    } catch (ProcessingException e) {
      throw new NotReleasedException(
          "AI server %s cannot be asked to release service %s: %s"
              .formatted(service.baseUrl(), id, RestClient.rootMessage(e)),
          e);
    }
    if (status >= FIRST_ERROR && status != GONE) {
      throw new NotReleasedException(
          "AI server %s answered %d when asked to release service %s"
              .formatted(service.baseUrl(), status, id),
          null);
    }
  }

  private static int call(AiService service, Function<AiServerApi, Response> exchange) {
    try {
      // Closed before its client is: afterwards the closing itself throws.
      return RestClient.call(
          service.baseUrl(),
          AiServerApi.class,
          api -> {
            try (Response response = exchange.apply(api)) {
              return response.getStatus();
            }
          });
    } catch (WebApplicationException e) {
      return e.getResponse().getStatus();
    }
  }
}
