package eu.aifactory.clients.service.agent;

import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.RunStarted;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** The agent's HTTP interface, as the service calls it. */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterProvider(AnswerLimit.class)
public interface AgentApi {
  @POST
  @Path("run")
  RunStarted run(
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("X-Correlation-Id") String correlationId,
      RunOrder order);

  @POST
  @Path("observer")
  Acknowledgement observe(
      @HeaderParam("Authorization") String authorization, ObserverRegistration observer);
}
