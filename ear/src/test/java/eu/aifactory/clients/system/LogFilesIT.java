package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that jobs write to are gone, huge, or on a disk that is full: the run goes on. */
@ExtendWith(SharedService.class)
class LogFilesIT {
  private static final String WORKLOAD =
      "{\"load\":{\"requests\":40},\"output\":{\"max_tokens\":8}}";
  private static final long HUGE = 10L << 30;
  private static final int MOST_OF_A_RANGE = 16 << 20;
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);

  private final ServiceUnderTest service;

  LogFilesIT(ServiceUnderTest service) {
    this.service = service;
  }

  @Test
  void F35_answersForALogThatIsHugeAndOneThatIsGone() throws Exception {
    Truth.beginAnew(service.emulator());
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 2, 1, WORKLOAD).awaitReady()) {
      Path log = service.jobs(group.id()).getFirst().resolve("stdout");
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        file.setLength(HUGE);
      }

      Answer end = range(group, "bytes=-100").expect(206);
      assertThat(end.header("Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(HUGE - 100, HUGE - 1, HUGE));
      Answer part = range(group, "bytes=5000000000-").expect(206);
      assertThat(part.body().length()).isEqualTo(MOST_OF_A_RANGE);
      assertThat(part.header("Content-Range"))
          .isEqualTo("bytes 5000000000-%d/%d".formatted(4_999_999_999L + MOST_OF_A_RANGE, HUGE));
      range(group, "bytes=%d-".formatted(HUGE)).expectProblem(416);
      readsTheBeginningOfAllOfIt(group);

      Files.delete(log);
      service.api().get(group.path("/logs/stdout")).expectProblem(404);
      range(group, "bytes=0-").expectProblem(404);
      isWhole(group.runToResult());
    }
    service.root().get("/health/ready").expect(200);
  }

  @Test
  void F35_runsThoughTheDiskOfItsJobsIsFull() throws IOException {
    Path jobs = service.data().resolve("jobs");
    Files.createDirectories(jobs);
    Output mounted = command("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", jobs.toString());
    if (mounted.exit() != 0) {
      System.err.println("skipped: no small disk can be mounted here: " + mounted.error().strip());
    }
    assumeTrue(mounted.exit() == 0, "skipped: no small disk can be mounted here");
    try {
      Truth.beginAnew(service.emulator());
      try (BenchmarkGroup group = BenchmarkGroup.create(service, 2, 2, WORKLOAD).awaitReady()) {
        fill(jobs.resolve("filling"));

        isWhole(group.runToResult());
        service.api().get(group.path("/logs/stdout")).expect(200);
      }
    } finally {
      command("umount", "-l", jobs.toString());
    }
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, WORKLOAD)) {
      group.awaitReady();
    }
  }

  /** As far as a reader reads it: the service keeps none of it in memory. */
  private void readsTheBeginningOfAllOfIt(BenchmarkGroup group)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.url() + "/api/v1" + group.path("/logs/stdout")))
            .header("Authorization", "Bearer " + service.token("system-test", "viewer"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      try (InputStream body = response.body()) {
        assertThat(body.readNBytes(64 << 20)).hasSize(64 << 20);
      }
      client.shutdownNow();
    }
  }

  private Answer range(BenchmarkGroup group, String range) {
    return service
        .api()
        .send("GET", group.path("/logs/stdout"), BodyPublishers.noBody(), "Range", range);
  }

  private void isWhole(JsonObject result) {
    Truth truth = Truth.of(service.emulator());
    assertThat(truth.sent()).isEqualTo(40);
    assertThat(result.getJsonObject("requests").getInt("succeeded"))
        .as(result.toString())
        .isEqualTo(40);
  }

  private static void fill(Path file) {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static Output command(String... line) {
    return Output.of(Map.of(), COMMAND_LIMIT, line);
  }
}
