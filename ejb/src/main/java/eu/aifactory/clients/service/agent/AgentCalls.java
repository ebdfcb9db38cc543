package eu.aifactory.clients.service.agent;

import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.RunOrder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Calls to agents. Both calls may be repeated: an agent that has a run in hand answers the same
 * order with the same words. Never made inside a transaction or a lock.
 */
@ApplicationScoped
public class AgentCalls {
  /**
   * @throws AgentRefusedException nothing was started
   * @throws AgentUnreachableException the run may have been started
   */
  @Retry(
      maxRetries = 2,
      delay = 200,
      delayUnit = ChronoUnit.MILLIS,
      retryOn = AgentUnreachableException.class,
      abortOn = AgentRefusedException.class)
  public void run(String address, RunOrder order)
      throws AgentRefusedException, AgentUnreachableException {
    call(address, api -> api.run(order.correlationId(), order));
  }

  /**
   * @throws AgentRefusedException the observer was not added
   * @throws AgentUnreachableException the observer may have been added
   */
  @Retry(
      maxRetries = 1,
      delay = 200,
      delayUnit = ChronoUnit.MILLIS,
      retryOn = AgentUnreachableException.class,
      abortOn = AgentRefusedException.class)
  public void observe(String address, ObserverRegistration observer)
      throws AgentRefusedException, AgentUnreachableException {
    call(address, api -> api.observe(observer));
  }

  private static void call(String address, Function<AgentApi, ?> exchange)
      throws AgentRefusedException, AgentUnreachableException {
    try {
      RestClient.call(address, AgentApi.class, exchange);
    } catch (WebApplicationException e) {
      int status = e.getResponse().getStatus();
      throw new AgentRefusedException(
          status, "agent %s answered %d: %s".formatted(address, status, e.getMessage()));
    } catch (ProcessingException e) {
      throw new AgentUnreachableException(
          "agent %s cannot be reached: %s".formatted(address, RestClient.rootMessage(e)), e);
    }
  }
}
