package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import eu.aifactory.clients.service.group.RunRecords;
import eu.aifactory.clients.service.web.json.UnreadableBodyException;
import eu.aifactory.clients.service.web.security.ForAgents;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes the records of single requests from agents. */
@Path("/client-group")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "client")
public class RecordDeliveryResource {
  private static final Acknowledgement STORED = new Acknowledgement("stored");

  private final RunRecords records;

  @Inject
  public RecordDeliveryResource(RunRecords records) {
    this.records = records;
  }

  @PUT
  @Path("{id}/runs/{run}/records/{agent}/{number}")
  @ForAgents
  @Operation(
      operationId = "deliverRecordBlock",
      summary = "An agent delivers a block of records",
      description =
          "Blocks are numbered from 0 and come in this order; one that is there is stored once.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "200", description = "Stored, or it was there")
  @APIResponse(
      responseCode = "404",
      description = "No such group or run, or no part of this agent's")
  @APIResponse(
      responseCode = "409",
      description = "The run keeps no records, or a block before it is missing")
  @APIResponse(responseCode = "413", description = "It is larger than a block can be")
  @APIResponse(responseCode = "422", description = "It is no block, or more than max_bytes allows")
  public Acknowledgement block(
      @PathParam("id") BenchmarkId id,
      @PathParam("run") String runId,
      @PathParam("agent") String agent,
      @PathParam("number") String number,
      InputStream body) {
    int checked = Query.wholeNumber("number", number, 0, Integer.MAX_VALUE);
    records.deliver(id.value(), runId, agent, checked, read(body));
    return STORED;
  }

  @PUT
  @Path("{id}/runs/{run}/records/{agent}")
  @Consumes(MediaType.APPLICATION_JSON)
  @ForAgents
  @Operation(
      operationId = "deliverRecordsEnd",
      summary = "An agent has delivered all its blocks of records")
  @APIResponse(responseCode = "200", description = "Stored, or it was there")
  @APIResponse(
      responseCode = "404",
      description = "No such group or run, or no part of this agent's")
  @APIResponse(responseCode = "409", description = "The run keeps no records")
  public Acknowledgement end(
      @PathParam("id") BenchmarkId id,
      @PathParam("run") String runId,
      @PathParam("agent") String agent,
      RecordsEnd end) {
    records.deliveredAll(id.value(), runId, agent, Body.required(end));
    return STORED;
  }

  private static byte[] read(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(RecordBlock.MOST_BYTES + 1);
      if (bytes.length > RecordBlock.MOST_BYTES) {
        throw new UnreadableBodyException(
            413, "The body has more than %d bytes.".formatted(RecordBlock.MOST_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("a block of records was cut off", e);
    }
  }
}
