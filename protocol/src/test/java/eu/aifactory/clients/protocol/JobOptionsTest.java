package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobOptionsTest {
  private static final Jsonb JSON = JsonbBuilder.create(WireJson.config());

  @Test
  void comeWithTheGroup() {
    CreateGroup request =
        JSON.fromJson(
            "{\"num_clients\":3,\"job\":{\"partition\":\"gpu\",\"cpus\":2,\"memory\":\"4G\"}}",
            CreateGroup.class);

    assertThat(request.numClients()).isEqualTo(3);
    assertThat(request.job())
        .isEqualTo(new JobOptions("gpu", null, null, null, null, null, 2, "4G", null, null));
    assertThat(JSON.fromJson("{\"num_clients\":3}", CreateGroup.class).job()).isNull();
  }

  @Test
  void ofTheGroupGoBeforeTheSites() {
    JobOptions group = new JobOptions("gpu", null, null, null, null, null, null, "4G", null, null);
    JobOptions site = new JobOptions("cpu", "p200", null, null, null, null, 8, "1G", null, "node7");

    assertThat(group.orElse(site))
        .isEqualTo(new JobOptions("gpu", "p200", null, null, null, null, 8, "4G", null, "node7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$(id)", "`id`", "a b", "a;b", "a\nb", "-x", "a'b", "\"", "a\\b", "", "ä", "a\0"})
  void neverMeanAnythingToAShell(String value) {
    JobOptions everywhere =
        new JobOptions(value, value, value, value, value, value, null, value, null, value);

    assertThat(JobOptionsCheck.problems(everywhere, 1))
        .hasSize(8)
        .allMatch(problem -> problem.contains("\"" + value + "\""))
        .anyMatch(problem -> problem.startsWith("job.partition "));
  }

  @Test
  void takeWhatSlurmTakes() {
    JobOptions usual =
        new JobOptions(
            "gpu,cpu",
            "p200-x",
            "normal",
            "[rack1|rack2]&ib",
            "resv_1",
            "gpu:a100:2",
            64,
            "800M",
            2,
            "node[1-3,7],gpu01");

    assertThat(JobOptionsCheck.problems(usual, 2)).isEmpty();
    assertThat(JobOptionsCheck.problems(usual, 1))
        .containsExactly("job.nodes is 2, more than agents (1): a node would have no agent");
  }
}
