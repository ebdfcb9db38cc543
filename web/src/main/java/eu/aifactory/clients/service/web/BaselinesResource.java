package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.Baseline;
import eu.aifactory.clients.protocol.BaselineList;
import eu.aifactory.clients.protocol.SetBaseline;
import eu.aifactory.clients.protocol.compare.ResultName;
import eu.aifactory.clients.service.compare.Baselines;
import eu.aifactory.clients.service.compare.NamedResults;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Results under names, to compare others with. */
@Path("/baselines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "frontend")
public class BaselinesResource {
  private final Baselines baselines;
  private final NamedResults results;

  @Inject
  public BaselinesResource(Baselines baselines, NamedResults results) {
    this.baselines = baselines;
    this.results = results;
  }

  @GET
  @Needs(Role.VIEWER)
  @Operation(operationId = "listBaselines", summary = "All baselines, by name")
  @APIResponse(responseCode = "200", description = "Done")
  public BaselineList all() {
    return baselines.all();
  }

  @GET
  @Path("{name}")
  @Needs(Role.VIEWER)
  @Operation(operationId = "findBaseline", summary = "Which run a baseline is")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(responseCode = "404", description = "No such baseline")
  public Baseline find(@PathParam("name") String name) {
    return baselines.find(name);
  }

  @GET
  @Path("{name}/result")
  @Needs(Role.VIEWER)
  @Operation(operationId = "baselineResult", summary = "The result that a baseline is")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(responseCode = "404", description = "No such baseline")
  public String result(@PathParam("name") String name) {
    return results.document(new ResultName(ResultName.Kind.BASELINE, name));
  }

  @PUT
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(
      operationId = "setBaseline",
      summary = "Keep a copy of a run's result under a name; it outlives the group")
  @APIResponse(responseCode = "200", description = "It took the place of another")
  @APIResponse(responseCode = "201", description = "Kept under a new name")
  @APIResponse(responseCode = "404", description = "No such run")
  @APIResponse(responseCode = "409", description = "The run has no result yet")
  @APIResponse(responseCode = "422", description = "No baseline can have this name")
  public Response set(@PathParam("name") String name, SetBaseline request, @Context UriInfo uri) {
    Baselines.Kept kept = baselines.keep(name, Body.required(request).runId());
    return kept.added()
        ? Response.created(uri.getRequestUri()).entity(kept.baseline()).build()
        : Response.ok(kept.baseline()).build();
  }

  @DELETE
  @Path("{name}")
  @Needs(Role.OPERATOR)
  @Operation(operationId = "deleteBaseline", summary = "Forget a baseline, if there is one")
  @APIResponse(responseCode = "204", description = "There is none of this name any more")
  public void delete(@PathParam("name") String name) {
    baselines.delete(name);
  }
}
