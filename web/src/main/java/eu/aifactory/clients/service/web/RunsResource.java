package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.compare.NamedResults;
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

/** Runs by their ids alone, for those that do not know the group. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "frontend")
public class RunsResource {
  private final NamedResults results;

  @Inject
  public RunsResource(NamedResults results) {
    this.results = results;
  }

  @GET
  @Path("{run}/result")
  @Needs(Role.VIEWER)
  @Operation(operationId = "resultOfRun", summary = "The result of a run of whatever group")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(responseCode = "404", description = "No such run")
  @APIResponse(responseCode = "409", description = "The run has no result yet")
  public String result(@PathParam("run") String runId) {
    return results.ofRun(runId);
  }
}
