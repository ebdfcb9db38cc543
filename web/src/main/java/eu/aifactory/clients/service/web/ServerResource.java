package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.ServerAddress;
import eu.aifactory.clients.protocol.WorkloadCheck;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.settings.AiServerAddress;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The AI server that groups use unless their workload names one. */
@Path("/server")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "frontend")
public class ServerResource {
  private final AiServerAddress server;

  @Inject
  public ServerResource(AiServerAddress server) {
    this.server = server;
  }

  @GET
  @Needs(Role.VIEWER)
  @Operation(operationId = "findServer", summary = "The AI server in force")
  @APIResponse(responseCode = "200")
  public ServerAddress find() {
    return new ServerAddress(server.current().orElse(null));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(operationId = "changeServer", summary = "Change the AI server while the service runs")
  @APIResponse(responseCode = "200")
  @APIResponse(
      responseCode = "422",
      description = "The body cannot be: the detail names the member")
  public ServerAddress change(ServerAddress address) {
    String wanted = Body.required(address).serverAddr();
    if (wanted == null) {
      throw new InvalidRequestException("server_addr is missing");
    }
    List<String> problems = WorkloadCheck.addressProblems("server_addr", wanted);
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    server.change(wanted);
    return address;
  }
}
