package eu.aifactory.clients.service.agent;

import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.service.network.Destination;
import eu.aifactory.clients.service.network.ForbiddenDestinationException;
import eu.aifactory.clients.service.network.NetworkSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.net.InetAddress;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Calls to agents. Both calls may be repeated: an agent that has a run in hand answers the same
 * order with the same words. Never made inside a transaction or a lock.
 */
@ApplicationScoped
public class AgentCalls {
  private NetworkSettings networks;

  protected AgentCalls() {
    // for the container
  }

  @Inject
  AgentCalls(NetworkSettings networks) {
    this.networks = networks;
  }

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
    call(agent, api -> api.run(agent.authorization(), order.correlationId(), order));
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
    call(agent, api -> api.observe(agent.authorization(), observer));
  }

  private void call(AgentAddress agent, Function<AgentApi, ?> exchange)
      throws AgentRefusedException, AgentUnreachableException {
    if (agent.callUrl() == null) {
      throw new AgentUnreachableException(
          "agent %s is not called: whether it is on a node of its job was not known when it registered"
              .formatted(agent),
          null);
    }
    try {
      // An agent named it: it is looked up once, and called there alone.
      URI pinned =
          Destination.pinned(agent.callUrl(), networks.ofAgents(), InetAddress::getAllByName);
      RestClient.call(pinned.toString(), AgentApi.class, exchange);
    } catch (ForbiddenDestinationException e) {
      throw new AgentUnreachableException(
          "agent %s is not called: %s".formatted(agent, e.getMessage()), e);
    } catch (WebApplicationException e) {
      int status = e.getResponse().getStatus();
      throw new AgentRefusedException(
          status, "agent %s answered %d: %s".formatted(agent, status, e.getMessage()));
    } catch (ProcessingException e) {
      throw new AgentUnreachableException(
          "agent %s cannot be reached: %s".formatted(agent, RestClient.rootMessage(e)), e);
    }
  }
}
