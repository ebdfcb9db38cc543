package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results compared over HTTP, and baselines that outlive their groups. */
@ExtendWith(SharedService.class)
class CompareIT {
  private final ServiceUnderTest service;
  private final Http api;

  CompareIT(ServiceUnderTest service) {
    this.service = service;
    this.api = service.api();
  }

  @Test
  void comparesARunWithABaselineWhoseGroupIsGone() {
    String name = "it-" + ServiceUnderTest.newId();
    String workload = "{\"load\":{\"requests\":60},\"output\":{\"max_tokens\":6}}";
    String document;
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, workload)) {
      String run = group.awaitReady().runToResult().getString("run_id");
      document = api.get("/runs/" + run + "/result").expect(200).body();
      String body = "{\"run_id\":\"%s\"}".formatted(run);
      Answer set = api.put("/baselines/" + name, body).expect(201);
      assertThat(set.json().getString("run_id")).isEqualTo(run);
      api.put("/baselines/" + name, body).expect(200);

      JsonObject self = api.get("/compare?base=%s&with=%s".formatted(run, run)).expect(200).json();
      assertThat(self.getString("verdict")).isNotEqualTo("REGRESSED");
      assertThat(figures(self)).contains("rates.requests_per_second", "ttft_ms.p50", "e2e_ms.mean");
      assertThat(self.getJsonArray("differences")).isEmpty();
    }
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 4, 2, workload)) {
      api.get("/compare?base=%s&with=%d".formatted(name, group.id()))
          .expectProblem(409, "group %d has no result yet".formatted(group.id()));
      group.awaitReady().runToResult();
      String path = "/compare?base=%s&with=%d".formatted(name, group.id());
      JsonObject compared = api.get(path).expect(200).json();
      assertThat(compared.getJsonArray("base").getJsonObject(0).getString("name")).isEqualTo(name);
      assertThat(compared.getJsonObject("method").getString("run_spread_from"))
          .isEqualTo("assumption");
      // Of 60 requests on a busy machine nothing is certain, but that the answer stays the same.
      assertThat(api.get(path).expect(200).json()).isEqualTo(compared);
      boolean passed = compared.getString("verdict").equals("PASS");
      api.get(path + "&expect=pass").expect(passed ? 200 : 417);
    }
    assertThat(api.get("/baselines/" + name + "/result").expect(200).body()).isEqualTo(document);
    assertThat(
            api.get("/baselines")
                .expect(200)
                .json()
                .getJsonArray("baselines")
                .getValuesAs(JsonObject.class))
        .anyMatch(each -> each.getString("name").equals(name));
    api.delete("/baselines/" + name).expect(204);
    api.delete("/baselines/" + name).expect(204);
    api.get("/baselines/" + name).expectProblem(404, name);
  }

  @Test
  void refusesOtherLoadsUnlessForced() {
    try (BenchmarkGroup one =
            BenchmarkGroup.create(
                service, 2, 1, "{\"load\":{\"requests\":20},\"output\":{\"max_tokens\":4}}");
        BenchmarkGroup other =
            BenchmarkGroup.create(
                service, 3, 1, "{\"load\":{\"requests\":20},\"output\":{\"max_tokens\":5}}")) {
      one.awaitReady().runToResult();
      other.awaitReady().runToResult();
      String path = "/compare?base=%d&with=%d".formatted(one.id(), other.id());

      api.get(path).expectProblem(409, "workload.clients is 2 in base and 3 in with");
      JsonObject forced = api.get(path + "&force=true").expect(200).json();
      assertThat(forced.getJsonArray("differences").getValuesAs(JsonObject.class))
          .extracting(difference -> difference.getString("member"))
          .contains("workload.clients", "workload.output.max_tokens");
      assertThat(forced.getJsonArray("reasons").getValuesAs(JsonString::getString))
          .anyMatch(reason -> reason.contains("forced"));
    }
  }

  @Test
  void namesWhatIsNotThereAndWhatCannotBe() {
    String run = "01M85F8YY6HK8QXQNHGEK9QAS9";
    api.get("/compare?base=nothing&with=nothing").expectProblem(404, "\"nothing\"");
    api.get("/compare?base=987654321987&with=1").expectProblem(404, "987654321987");
    api.get("/compare?base=%s&with=%s".formatted(run, run)).expectProblem(404, run);
    api.get("/runs/" + run + "/result").expectProblem(404, run);
    api.put("/baselines/b", "{\"run_id\":\"%s\"}".formatted(run)).expectProblem(404, run);
    api.put("/baselines/7up", "{\"run_id\":\"%s\"}".formatted(run)).expectProblem(422, "7up");
    api.put("/baselines/b", "{}").expectProblem(422, "run_id");
    for (String wrong :
        List.of(
            "with=a",
            "base=a",
            "base=a&with=b&tolerance=much",
            "base=a&with=b&figures=ttft",
            "base=a&with=b&expect=fail",
            "base=a&with=b&force=perhaps",
            "base=_&with=b")) {
      api.get("/compare?" + wrong).expectProblem(422);
    }
  }

  private static List<String> figures(JsonObject comparison) {
    return comparison.getJsonArray("figures").getValuesAs(JsonObject.class).stream()
        .map(figure -> figure.getString("figure"))
        .toList();
  }
}
