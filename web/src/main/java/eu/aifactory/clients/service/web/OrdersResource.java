package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.service.group.OrderWaits;
import eu.aifactory.clients.service.web.security.ForAgents;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The call that an agent keeps open until there is something for it to do; holds no thread. */
@Path("/client-group")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "client")
public class OrdersResource {
  private final OrderWaits waits;

  @Inject
  public OrdersResource(OrderWaits waits) {
    this.waits = waits;
  }

  @GET
  @Path("{id}/agents/{agent}/orders")
  @ForAgents
  @Operation(
      operationId = "awaitOrders",
      summary = "An agent waits for what it has to do",
      description =
          "Answered like a heartbeat, as soon as there is an order or a stop, or when the wait is"
              + " over. A newer call of the same agent ends the older one.")
  @APIResponse(
      responseCode = "200",
      description = "What the agent has to do now",
      content = @Content(schema = @Schema(implementation = HeartbeatReply.class)))
  @APIResponse(responseCode = "404", description = "The group is gone: the agent has to end")
  @APIResponse(
      responseCode = "410",
      description = "The agent counts as lost, and the group goes on without it: it has to end")
  @APIResponse(responseCode = "422", description = "The wait is none that can be")
  public void orders(
      @PathParam("id") BenchmarkId id,
      @PathParam("agent") String agent,
      @Parameter(description = "Whole seconds to wait, 0 to 30")
          @QueryParam("wait")
          @DefaultValue("0")
          String wait,
      @Parameter(description = "A run whose order the agent has, and needs no repetition of")
          @QueryParam("run")
          String run,
      @Suspended AsyncResponse response) {
    AsyncReply.<HeartbeatReply>to(
        response,
        reply -> {
          Duration patience =
              Duration.ofSeconds(
                  Query.wholeNumber("wait", wait, 0, (int) OrderWaits.LONGEST.toSeconds()));
          waits.await(id.value(), agent, run, patience, reply);
        });
  }
}
