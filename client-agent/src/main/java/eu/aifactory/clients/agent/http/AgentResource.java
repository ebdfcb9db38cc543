package eu.aifactory.clients.agent.http;

import eu.aifactory.clients.agent.run.ClientGroup;
import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.AgentStatus;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.RunStarted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** The client process's calls as the specification has them. */
@ApplicationScoped
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class AgentResource {
  private static final Acknowledgement OBSERVER_ADDED = new Acknowledgement("observer_added");

  private final ClientGroup group;

  @Inject
  public AgentResource(ClientGroup group) {
    this.group = group;
  }

  @POST
  @Path("run")
  @Consumes(MediaType.APPLICATION_JSON)
  public RunStarted run(RunOrder order) throws InterruptedException {
    return group.run(Optional.ofNullable(order));
  }

  @GET
  @Path("status")
  public AgentStatus status() {
    return group.status();
  }

  @POST
  @Path("observer")
  @Consumes(MediaType.APPLICATION_JSON)
  public Acknowledgement observe(ObserverRegistration registration) {
    if (registration == null) {
      throw new BadBodyException(422, "the body is missing: ip_address and port are needed");
    }
    group.observe(registration);
    return OBSERVER_ADDED;
  }
}
