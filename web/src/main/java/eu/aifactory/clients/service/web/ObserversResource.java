package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.service.monitor.Observers;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The monitor router of all groups: who is told of every run. */
@Path("/observer")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "monitor")
public class ObserversResource {
  private final Observers observers;

  @Inject
  public ObserversResource(Observers observers) {
    this.observers = observers;
  }

  @POST
  @Needs(Role.ADMIN)
  @Operation(
      operationId = "observeAll",
      summary = "Add an observer to every group, present and future")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(
      responseCode = "422",
      description = "The body cannot be: the detail names the member")
  public Acknowledgement observeAll(ObserverRegistration observer) {
    observers.addToAll(Body.required(observer));
    return new Acknowledgement("observer_added");
  }
}
