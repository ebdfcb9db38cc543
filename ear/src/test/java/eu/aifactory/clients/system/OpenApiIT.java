package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interface's own description: a caller who has nothing else finds every call in it. */
@ExtendWith(SharedService.class)
class OpenApiIT {
  private final ServiceUnderTest service;

  OpenApiIT(ServiceUnderTest service) {
    this.service = service;
  }

  @ParameterizedTest
  @CsvSource({
    "post, /client-group/{id}, 201 400 409 415 422",
    "get, /client-group/{id}, 200 404",
    "delete, /client-group/{id}, 200",
    "post, /client-group/{id}/run, 200 404 409",
    "get, /client-group, 200",
    "get, /client-group/{id}/result, 200 404",
    "get, /client-group/{id}/runs/{run}/result, 200 404",
    "get, /client-group/{id}/records, 200 404 409 422",
    "get, /client-group/{id}/runs/{run}/records, 200 404 409 422",
    "post, /client-group/{id}/connect, 201 404 409 422",
    "get, /client-group/{id}/agents/{agent}/orders, 200 404 410 422 429",
    "put, /client-group/{id}/runs/{run}/records/{agent}/{number}, 200 404 409 413 422",
    "put, /client-group/{id}/runs/{run}/records/{agent}, 200 404 409",
    "post, /client-group/{id}/observer, 201 404 422 502",
    "post, /observer, 200 422",
    "get, /server, 200",
    "put, /server, 200 422",
  })
  void describesEachCallWithItsAnswers(String method, String path, String codes) {
    JsonObject paths = description("/openapi").getJsonObject("paths");
    assertThat(paths).containsKey("/api/v1" + path);
    JsonObject operation = paths.getJsonObject("/api/v1" + path).getJsonObject(method);
    assertThat(operation).as("%s %s", method, path).isNotNull();
    assertThat(operation.getString("summary", "")).isNotBlank();
    assertThat(operation.getJsonObject("responses").keySet())
        .as("%s %s", method, path)
        .containsAll(List.of(codes.split(" ")));
  }

  @Test
  void describesBodiesByTheMembersOnTheWire() {
    JsonObject schemas =
        description("/openapi").getJsonObject("components").getJsonObject("schemas");

    assertThat(schemas.getJsonObject("CreateGroup").getJsonObject("properties").keySet())
        .containsExactlyInAnyOrder(
            "num_clients", "time_limit", "agents", "workload", "job", "on_agent_lost");
    assertThat(schemas.getJsonObject("CreateGroup").getJsonArray("required"))
        .containsExactly(Json.createValue("num_clients"));
    assertThat(schemas.getJsonObject("Problem").getJsonObject("properties").keySet())
        .contains("detail", "status");
    assertThat(schemas.getJsonObject("Result").getJsonObject("properties").keySet())
        .contains("verdict", "verdict_reasons", "ttft_ms", "agents", "provenance");
  }

  /**
   * An exclusive bound without the bound is no schema: programs that read the description refuse
   * it.
   */
  @Test
  void saysNothingOfBoundsThatThereAreNot() {
    assertThat(description("/openapi").toString())
        .contains("\"format\":\"binary\"")
        .doesNotContain("exclusiveM");
  }

  @Test
  void leadsToItFromTheInterface() {
    Answer answer = service.api().get("/openapi").expect(307);
    assertThat(answer.header("Location")).isEqualTo(service.url() + "/openapi");
  }

  private JsonObject description(String path) {
    return service
        .root()
        .send("GET", path, BodyPublishers.noBody(), "Accept", "application/json")
        .expect(200)
        .json();
  }
}
