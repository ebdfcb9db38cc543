package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An AI server that lends inference services: one for a group, and given back. */
@ExtendWith(SharedService.class)
class AiServerIT {
  private static final String LENT =
      "{\"server\":\"ai-server\",\"load\":{\"requests\":12},\"output\":{\"max_tokens\":4}}";
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(45);

  private final ServiceUnderTest service;
  private Set<String> before;

  AiServerIT(ServiceUnderTest service) {
    this.service = service;
  }

  @BeforeEach
  void rememberWhatIsThere() {
    before = services().stream().map(AiServerIT::id).collect(Collectors.toSet());
    Truth.beginAnew(service.emulator());
  }

  @Test
  void setsUpOneServiceForAllAgentsAndReleasesItWithTheGroup() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, LENT)) {
      JsonObject result = group.awaitReady().runToResult();
      assertThat(group.agents()).hasSize(2);
      assertThat(created()).as("services created for a group of two agents").hasSize(1);
      JsonObject lent = created().getFirst();
      assertThat(lent.getString("recipe_name")).isEqualTo("inference/vllm");
      assertThat(result.getJsonObject("provenance").getJsonObject("server").getString("service_id"))
          .isEqualTo(id(lent));
      assertThat(result.getJsonObject("requests").getInt("succeeded")).isEqualTo(12);
      assertThat(Truth.of(service.emulator()).requests())
          .hasSize(12)
          .allMatch(request -> request.path().equals("/api/v1/vllm/" + id(lent) + "/prompt"));
      assertThat(result.isNull("itl_ms")).as("gaps of an answer that is not streamed").isTrue();
    }
    awaitRelease();
  }

  @Test
  void F30_releasesTheServiceWhenTheAgentsWereKilled() {
    try (BenchmarkGroup group =
        BenchmarkGroup.create(
            service, 2, 2, LENT.replace("\"requests\":12", "\"duration_seconds\":60"))) {
      group.awaitReady().startRun();
      Await.so(
          "a service",
          Duration.ofSeconds(20),
          () -> created().stream().anyMatch(lent -> lent.getString("status").equals("running")),
          () -> services().toString());
      Await.so(
          "the first requests",
          Duration.ofSeconds(20),
          () -> Truth.of(service.emulator()).sent() > 0,
          group::story);
      List<ProcessHandle> agents = group.agentProcesses();
      assertThat(agents).hasSize(2);
      agents.forEach(ProcessHandle::destroyForcibly);
      // Nobody asks for it: the job's end is enough.
      awaitRelease();
      assertThat(group.state()).isEqualTo("FAILED");
    }
    awaitRelease();
    assertThat(created()).as("services created in all").hasSizeLessThanOrEqualTo(1);
  }

  private void awaitRelease() {
    Await.so(
        "the release of the service",
        RELEASE_LIMIT,
        () -> created().stream().allMatch(lent -> lent.getString("status").equals("cancelled")),
        () -> services().toString());
  }

  private List<JsonObject> created() {
    return services().stream().filter(candidate -> !before.contains(id(candidate))).toList();
  }

  private List<JsonObject> services() {
    return service
        .aiServer()
        .get("/api/v1/services")
        .expect(200)
        .jsonValue()
        .asJsonArray()
        .getValuesAs(JsonObject.class);
  }

  private static String id(JsonObject service) {
    JsonValue id = service.get("id");
    return id instanceof JsonString text ? text.getString() : id.toString();
  }
}
