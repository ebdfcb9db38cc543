package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.web.security.ForAnybody;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Leads from the interface to its description, which the server keeps beside it. */
@Path("/openapi")
public class DescriptionResource {
  @GET
  @ForAnybody
  @Operation(hidden = true)
  public Response description(@Context UriInfo uri) {
    return Response.temporaryRedirect(uri.getRequestUriBuilder().replacePath("/openapi").build())
        .build();
  }
}
