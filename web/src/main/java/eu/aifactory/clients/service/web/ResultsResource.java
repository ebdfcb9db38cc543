package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.group.GroupEvents;
import eu.aifactory.clients.service.group.RunResults;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What came out of a group's runs, and what happened to it. */
@Path("/client-group")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "frontend")
public class ResultsResource {
  private final RunResults results;
  private final GroupEvents events;

  @Inject
  public ResultsResource(RunResults results, GroupEvents events) {
    this.results = results;
    this.events = events;
  }

  @GET
  @Path("{id}/result")
  @Needs(Role.VIEWER)
  @Operation(operationId = "latestResult", summary = "The result of the group's latest run")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(responseCode = "404", description = "No such group, or it has no result yet")
  public String latest(@PathParam("id") BenchmarkId id) {
    return results.latest(id.value());
  }

  @GET
  @Path("{id}/runs/{run}/result")
  @Needs(Role.VIEWER)
  @Operation(operationId = "runResult", summary = "The result of one run")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(
      responseCode = "404",
      description = "No such group or run, or the run has no result yet")
  public String ofRun(@PathParam("id") BenchmarkId id, @PathParam("run") String runId) {
    return results.of(id.value(), runId);
  }

  @GET
  @Path("{id}/events")
  @Needs(Role.VIEWER)
  @Operation(operationId = "groupEvents", summary = "What happened to the group, oldest first")
  @APIResponse(responseCode = "200", description = "Done")
  public GroupEvents.Log events(@PathParam("id") BenchmarkId id) {
    return events.of(id.value());
  }
}
