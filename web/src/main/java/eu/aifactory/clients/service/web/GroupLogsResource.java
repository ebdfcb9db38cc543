package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.group.GroupOutput;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.problem.Problems;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a group's job writes, while it runs and after, whole or in ranges. */
@Path("/client-group")
@Tag(name = "frontend")
public class GroupLogsResource {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;

  /** Of one range: who wants more asks again from there. */
  private static final long MOST_OF_A_RANGE = 16 << 20;

  private final GroupOutput output;

  @Inject
  public GroupLogsResource(GroupOutput output) {
    this.output = output;
  }

  @GET
  @Path("{id}/logs/{output}")
  @Needs(Role.VIEWER)
  @Operation(
      operationId = "groupLog",
      summary = "Standard output or standard error of the group's job",
      description =
          "{output} is stdout or stderr. Range: bytes=FROM-TO, FROM- or -LAST gives a part, 16 MiB at most; asking"
              + " again from the end follows a job that runs.")
  @APIResponse(responseCode = "200", description = "All of it, as text")
  @APIResponse(responseCode = "206", description = "The range, as text")
  @APIResponse(responseCode = "404", description = "No such group or output, or no job has written")
  @APIResponse(responseCode = "416", description = "The range begins at or behind the end")
  public Response log(
      @PathParam("id") BenchmarkId id,
      @PathParam("output") String name,
      @HeaderParam("Range") String range) {
    Optional<JobOutput> which = JobOutput.named(name);
    if (which.isEmpty()) {
      return Problems.of(404, "a job writes stdout and stderr, not \"%s\"".formatted(name));
    }
    Optional<java.nio.file.Path> file = output.file(id.value(), which.get());
    if (file.isEmpty()) {
      return Problems.of(
          404, "no job of group %d has written %s yet".formatted(id.value(), which.get()));
    }
    try {
      return answer(file.get(), range);
    } catch (NoSuchFileException e) {
      return Problems.of(
          404, "%s of the job of group %d has been removed".formatted(which.get(), id.value()));
    } catch (IOException e) {
      throw new UncheckedIOException("a job's output cannot be read", e);
    }
  }

  private static Response answer(java.nio.file.Path file, String header) throws IOException {
    long size = Files.size(file);
    Optional<ByteRange> range =
        ByteRange.parse(header, size).map(asked -> asked.atMost(MOST_OF_A_RANGE));
    ResponseBuilder builder;
    if (range.isEmpty()) {
      builder = text(file, new ByteRange(0, size)).status(200);
    } else if (range.get().length() > 0) {
      builder =
          text(file, range.get())
              .status(PARTIAL)
              .header("Content-Range", range.get().contentRange(size));
    } else {
      return Response.fromResponse(
              Problems.of(
                  NOT_SATISFIABLE, "there are %d bytes, none in %s".formatted(size, header)))
          .header("Content-Range", "bytes */" + size)
          .build();
    }
    return builder
        .header("Accept-Ranges", "bytes")
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static ResponseBuilder text(java.nio.file.Path file, ByteRange range) {
    StreamingOutput body =
        stream -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            WritableByteChannel target = Channels.newChannel(stream);
            long position = range.from();
            long end = range.from() + range.length();
            while (position < end) {
              long sent = channel.transferTo(position, end - position, target);
              if (sent <= 0) {
                return;
              }
              position += sent;
            }
          }
        };
    return Response.ok(body, TEXT);
  }
}
