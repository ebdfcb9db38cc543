package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.service.group.AgentIntake;
import eu.aifactory.clients.service.group.ClientManager;
import eu.aifactory.clients.service.group.RunCoordinator;
import eu.aifactory.clients.service.web.security.ForAgents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The client router: what agents tell the service. One for all calls: to make one for each, as
 * JAX-RS does by itself, took an eighth of what a snapshot costs.
 */
@ApplicationScoped
@Path("/client-group")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "client")
public class AgentsResource {
  private ClientManager manager;
  private AgentIntake intake;
  private RunCoordinator runs;

  protected AgentsResource() {
    // for the container
  }

  @Inject
  public AgentsResource(ClientManager manager, AgentIntake intake, RunCoordinator runs) {
    this.manager = manager;
    this.intake = intake;
    this.runs = runs;
  }

  @POST
  @Path("{id}/connect")
  @ForAgents
  @Operation(operationId = "connect", summary = "Register a client process")
  @APIResponse(
      responseCode = "201",
      description = "Registered; the same registration twice gives the same answer")
  @APIResponse(responseCode = "404", description = "Benchmark id not found")
  @APIResponse(
      responseCode = "409",
      description =
          "The client process is of a job that the group has given up, or of a version that this"
              + " service does not understand")
  @APIResponse(
      responseCode = "422",
      description =
          "The body cannot be: the detail names the member; or the address is on no node of the"
              + " group's job")
  @APIResponse(
      responseCode = "503",
      description =
          "Whether the address is on a node of the group's job, or anything else, cannot be known"
              + " just now: try again")
  public Response connect(@PathParam("id") BenchmarkId id, Connect connect) {
    Registered registered = manager.register(id.value(), Body.required(connect));
    return Response.status(Response.Status.CREATED).entity(registered).build();
  }

  @POST
  @Path("{id}/agents/{agent}/heartbeat")
  @ForAgents
  @Operation(operationId = "heartbeat", summary = "An agent is alive, and asks for orders")
  @APIResponse(
      responseCode = "200",
      description = "Done",
      content = @Content(schema = @Schema(implementation = HeartbeatReply.class)))
  @APIResponse(responseCode = "404", description = "The group is gone: the agent has to end")
  @APIResponse(
      responseCode = "410",
      description = "The agent counts as lost, and the group goes on without it: it has to end")
  @APIResponse(
      responseCode = "422",
      description = "The body cannot be: the detail names the member")
  public void heartbeat(
      @PathParam("id") BenchmarkId id,
      @PathParam("agent") String agent,
      Heartbeat heartbeat,
      @Suspended AsyncResponse response) {
    AsyncReply.<HeartbeatReply>to(
        response, reply -> intake.heard(id.value(), agent, Body.required(heartbeat), reply));
  }

  @POST
  @Path("{id}/runs/{run}/barrier")
  @ForAgents
  @Operation(operationId = "barrier", summary = "An agent asks whether all are ready to start")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(
      responseCode = "422",
      description = "The body cannot be: the detail names the member")
  public BarrierReply barrier(
      @PathParam("id") BenchmarkId id, @PathParam("run") String runId, Barrier barrier) {
    return runs.atBarrier(id.value(), runId, Body.required(barrier));
  }

  @POST
  @Path("{id}/runs/{run}/snapshots")
  @ForAgents
  @Operation(operationId = "deliverSnapshot", summary = "An agent delivers what it measured")
  @APIResponse(
      responseCode = "200",
      description = "Stored, and counted once; when the run has its result, stored as late",
      content = @Content(schema = @Schema(implementation = SnapshotReply.class)))
  @APIResponse(
      responseCode = "422",
      description = "The body cannot be: the detail names the member")
  public void snapshot(
      @PathParam("id") BenchmarkId id,
      @PathParam("run") String runId,
      Snapshot snapshot,
      @Suspended AsyncResponse response) {
    AsyncReply.<SnapshotReply>to(
        response, reply -> intake.deliver(id.value(), runId, Body.required(snapshot), reply));
  }
}
