package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.GroupCreated;
import eu.aifactory.clients.protocol.GroupDeleted;
import eu.aifactory.clients.protocol.GroupPage;
import eu.aifactory.clients.protocol.GroupView;
import eu.aifactory.clients.protocol.RunDispatched;
import eu.aifactory.clients.service.group.ClientManager;
import eu.aifactory.clients.service.group.GroupCreation;
import eu.aifactory.clients.service.group.GroupState;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The frontend router: what people and programs do with client groups. */
@Path("/client-group")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "frontend")
public class ClientGroupsResource {
  static final int MOST_ON_A_PAGE = 500;

  private final ClientManager manager;
  private final GroupCreation creation;

  @Inject
  public ClientGroupsResource(ClientManager manager, GroupCreation creation) {
    this.manager = manager;
    this.creation = creation;
  }

  @POST
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(operationId = "createGroup", summary = "Create a client group and submit its job")
  @APIResponse(responseCode = "201", description = "Created; its job is being submitted")
  @APIResponse(responseCode = "400", description = "The body is not JSON")
  @APIResponse(responseCode = "409", description = "Group already exists")
  @APIResponse(responseCode = "415", description = "The body is of another media type")
  @APIResponse(
      responseCode = "422",
      description = "The body is JSON and cannot be: the detail names the member at fault")
  public Response create(
      @PathParam("id") BenchmarkId id, CreateGroup request, @Context UriInfo uri) {
    creation.create(id.value(), Body.required(request), Caller.owner().orElse(null));
    return Response.created(uri.getAbsolutePath())
        .entity(GroupCreated.of(id.value(), request.numClients()))
        .build();
  }

  @GET
  @Path("{id}")
  @Needs(Role.VIEWER)
  @Operation(operationId = "findGroup", summary = "How a client group stands")
  @APIResponse(responseCode = "200", description = "Done")
  @APIResponse(responseCode = "404", description = "Benchmark id not found")
  public GroupView find(@PathParam("id") BenchmarkId id) {
    return manager.find(id.value());
  }

  @GET
  @Needs(Role.VIEWER)
  @Operation(operationId = "listGroups", summary = "Client groups, newest first")
  @APIResponse(responseCode = "200", description = "Done")
  public GroupPage list(
      @QueryParam("state") String state,
      @QueryParam("offset") @DefaultValue("0") String offset,
      @QueryParam("limit") @DefaultValue("50") String limit) {
    return manager.list(
        stateOf(state),
        Query.wholeNumber("offset", offset, 0, Integer.MAX_VALUE),
        Query.wholeNumber("limit", limit, 1, MOST_ON_A_PAGE));
  }

  @DELETE
  @Path("{id}")
  @Needs(Role.OPERATOR)
  @Operation(
      operationId = "deleteGroup",
      summary = "Delete a client group: its job is cancelled, its AI service released")
  @APIResponse(responseCode = "200", description = "Deleted, or already gone")
  @APIResponse(responseCode = "404", description = "It is the group of another owner")
  public GroupDeleted delete(@PathParam("id") BenchmarkId id) {
    manager.delete(id.value());
    return GroupDeleted.of(id.value());
  }

  @POST
  @Path("{id}/run")
  @Needs(Role.OPERATOR)
  @Operation(operationId = "runGroup", summary = "Run the group's workload")
  @APIResponse(responseCode = "200", description = "The order is stored, and the agents were told")
  @APIResponse(responseCode = "404", description = "Unknown benchmark id")
  @APIResponse(
      responseCode = "409",
      description = "Client processes are missing, or the group is over")
  public RunDispatched run(@PathParam("id") BenchmarkId id) {
    return manager.run(id.value());
  }

  private static Optional<GroupState> stateOf(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(GroupState.valueOf(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(
          "state must be one of %s, not \"%s\""
              .formatted(Arrays.toString(GroupState.values()), text));
    }
  }
}
