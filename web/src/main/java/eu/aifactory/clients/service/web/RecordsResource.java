package eu.aifactory.clients.service.web;

import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordExport;
import eu.aifactory.clients.protocol.records.RecordFormat;
import eu.aifactory.clients.service.group.InvalidRequestException;
import eu.aifactory.clients.service.group.RunRecords;
import eu.aifactory.clients.service.group.RunRecords.AgentPart;
import eu.aifactory.clients.service.group.RunRecords.Inventory;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Gives the records of a run's requests, one a line. They are read from the database block by block
 * while they are sent, so that memory does not grow with them.
 */
@Path("/client-group")
@Tag(name = "frontend")
public class RecordsResource {
  /** How many records will come: what has fewer was cut off. */
  static final String COUNT = "X-Records-Count";

  /** Agents of which records may be missing. */
  static final String INCOMPLETE = "X-Records-Incomplete";

  private static final int MOST_AGENTS_NAMED = 20;

  private final RunRecords records;

  @Inject
  public RecordsResource(RunRecords records) {
    this.records = records;
  }

  @GET
  @Path("{id}/records")
  @Needs(Role.VIEWER)
  @Operation(
      operationId = "latestRecords",
      summary = "The records of the requests of the group's latest run",
      description = "format is ndjson or csv.")
  @APIResponse(
      responseCode = "200",
      description =
          "A record a line, agent by agent. X-Records-Count says how many, X-Records-Incomplete of"
              + " which agents some may be missing",
      content = {@Content(mediaType = "application/x-ndjson"), @Content(mediaType = "text/csv")})
  @APIResponse(responseCode = "404", description = "No such group, or it has not run yet")
  @APIResponse(responseCode = "409", description = "The run keeps no records")
  @APIResponse(responseCode = "422", description = "There is no such format")
  public Response latest(
      @PathParam("id") BenchmarkId id,
      @QueryParam("format") @DefaultValue("ndjson") String format) {
    return answer(id, Optional.empty(), format);
  }

  @GET
  @Path("{id}/runs/{run}/records")
  @Needs(Role.VIEWER)
  @Operation(
      operationId = "runRecords",
      summary = "The records of the requests of one run",
      description = "format is ndjson or csv.")
  @APIResponse(
      responseCode = "200",
      description =
          "A record a line, agent by agent. X-Records-Count says how many, X-Records-Incomplete of"
              + " which agents some may be missing",
      content = {@Content(mediaType = "application/x-ndjson"), @Content(mediaType = "text/csv")})
  @APIResponse(responseCode = "404", description = "No such group or run")
  @APIResponse(responseCode = "409", description = "The run keeps no records")
  @APIResponse(responseCode = "422", description = "There is no such format")
  public Response ofRun(
      @PathParam("id") BenchmarkId id,
      @PathParam("run") String runId,
      @QueryParam("format") @DefaultValue("ndjson") String format) {
    return answer(id, Optional.of(runId), format);
  }

  private Response answer(BenchmarkId id, Optional<String> runId, String formatName) {
    RecordFormat format =
        RecordFormat.named(formatName)
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "format must be ndjson or csv, not \"%s\"".formatted(formatName)));
    Inventory inventory = records.inventory(id.value(), runId);
    StreamingOutput body = to -> write(inventory, format, to);
    ResponseBuilder answer =
        Response.ok(body, format.mediaType())
            .header(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"records-%s.%s\""
                    .formatted(inventory.runId(), format.wireName()))
            .header(COUNT, inventory.records())
            .header("X-Content-Type-Options", "nosniff")
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    List<String> incomplete = inventory.incompleteAgents();
    if (!incomplete.isEmpty()) {
      answer.header(INCOMPLETE, named(incomplete));
    }
    return answer.build();
  }

  private static String named(List<String> agents) {
    String first = String.join(", ", agents.stream().limit(MOST_AGENTS_NAMED).toList());
    return agents.size() <= MOST_AGENTS_NAMED
        ? first
        : "%s and %d more".formatted(first, agents.size() - MOST_AGENTS_NAMED);
  }

  private void write(Inventory inventory, RecordFormat format, OutputStream to) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 1 << 16);
    format.begin(writer);
    for (AgentPart part : inventory.parts()) {
      for (int number = 0; number < part.blocks(); number++) {
        byte[] block =
            records
                .block(inventory.runId(), part.agent(), number)
                .orElseThrow(() -> new IOException("the run was deleted while it was read"));
        RecordExport.write(RecordBlock.of(block), format, writer);
      }
    }
    writer.flush();
  }
}
