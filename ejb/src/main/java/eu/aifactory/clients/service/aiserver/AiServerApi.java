package eu.aifactory.clients.service.aiserver;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The part of the AI server's HTTP interface that ends services. */
@Path("/api/v1/services/{id}")
@Consumes(MediaType.APPLICATION_JSON)
public interface AiServerApi {
  @POST
  @Path("status")
  Response setStatus(@PathParam("id") String serviceId, NewStatus status);

  /** How older AI servers end a service. */
  @DELETE
  Response delete(@PathParam("id") String serviceId);

  /** Body of {@link #setStatus}. */
  record NewStatus(String status) {}
}
