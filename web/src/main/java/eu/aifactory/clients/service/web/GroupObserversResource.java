package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.ObserverRegistered;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.service.monitor.Observers;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The monitor router of one group: who is told of its runs. */
@Path("/client-group")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "monitor")
public class GroupObserversResource {
  private final Observers observers;

  @Inject
  public GroupObserversResource(Observers observers) {
    this.observers = observers;
  }

  @POST
  @Path("{id}/observer")
  @Needs(Role.OPERATOR)
  @Operation(operationId = "observeGroup", summary = "Add an observer to a group")
  @APIResponse(responseCode = "201", description = "Added")
  @APIResponse(responseCode = "404", description = "Unknown id, or no client process registered")
  @APIResponse(responseCode = "502", description = "A client process refuses or cannot be reached")
  @APIResponse(
      responseCode = "422",
      description = "The body cannot be: the detail names the member")
  public Response observe(@PathParam("id") BenchmarkId id, ObserverRegistration observer) {
    observers.addTo(id.value(), Body.required(observer));
    return Response.status(Response.Status.CREATED)
        .entity(ObserverRegistered.of(id.value(), observer.ipAddress() + ":" + observer.port()))
        .build();
  }
}
