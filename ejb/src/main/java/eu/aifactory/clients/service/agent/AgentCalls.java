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
  public void run(AgentAddress agent, RunOrder order)
      throws AgentRefusedException, AgentUnreachableException {
    call(agent.url(), api -> api.run(agent.authorization(), order.correlationId(), order));
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
  public void observe(AgentAddress agent, ObserverRegistration observer)
      throws AgentRefusedException, AgentUnreachableException {
    call(agent.url(), api -> api.observe(agent.authorization(), observer));
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
