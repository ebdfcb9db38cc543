package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More is asked for than can be served: what is too much is said to be, and the rest is served. */
@ExtendWith(OnSlurm.class)
class FloodIT {
  private static final int CREATES = 500;
  private static final int CALLERS = 16;

  /** The limits' defaults, and Slurm's. */
  private static final int CREATES_AT_ONCE = 100;

  private static final double CALLS_OF_SLURM_PER_SECOND = 10;
  private static final double CALLS_OF_SLURM_AT_ONCE = 20;
  private static final int STRANGERS_AT_ONCE = 200;

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final SlurmSystem slurm;
  private final SlurmCluster cluster;
  private final ServiceUnderTest service;
  private final Http flood;

  FloodIT(SlurmSystem slurm) {
    this.slurm = slurm;
    this.cluster = slurm.cluster();
    this.service = slurm.service();
    this.flood = service.api(service.token("flood", "operator"));
  }

  @Test
  void F37_takesWhatItCanServeOf500CreatesAtOnceAndLosesNoneOfThem() {
    // The jobs wait: this is about how they get there, and a hundred agents are too many for one
    // machine.
    cluster.scontrol("update", "PartitionName=debug", "State=DOWN");
    List<Long> accepted = new ArrayList<>();
    try {
      slurm.gate().countSubmitsAnew();
      long began = System.nanoTime();
      createAll()
          .forEach(
              (id, answer) -> {
                if (answer.status() == 201) {
                  accepted.add(id);
                } else {
                  answer.expectProblem(429, "creates", "a second");
                  assertThat(Long.parseLong(answer.header("Retry-After"))).isPositive();
                }
              });
      double seconds = (System.nanoTime() - began) / 1e9;
      assertThat(accepted.size())
          .as("accepted within %s s", seconds)
          .isBetween(CREATES_AT_ONCE, (int) (CREATES_AT_ONCE + seconds + 1));
      assertThat(service.root().get("/health/ready").status()).isEqualTo(200);

      Await.so(
          "a job for each",
          LIMIT,
          () -> statesOfAll().stream().filter("QUEUED"::equals).count() == accepted.size(),
          () -> statesOfAll().toString());
      accepted.forEach(
          id ->
              assertThat(slurm.jobs(BenchmarkGroup.of(service, id))).as("group " + id).hasSize(1));
      keepsToItsRate(slurm.gate().submittedAt());
      assertThat(slurm.gate().submittedAt()).hasSameSizeAs(accepted);

      accepted.forEach(id -> flood.delete("/client-group/" + id).expect(200));
      Await.so(
          "the end of all jobs",
          LIMIT,
          () -> cluster.liveJobs(slurm.prefix()).isEmpty(),
          () -> cluster.liveJobs(slurm.prefix()).toString());
      assertThat(statesOfAll()).isEmpty();
      accepted.forEach(
          id ->
              assertThat(slurm.jobs(BenchmarkGroup.of(service, id)))
                  .extracting(SlurmJob::state)
                  .as("group " + id)
                  .containsExactly("CANCELLED"));
    } finally {
      accepted.forEach(id -> service.api().delete("/client-group/" + id));
      cluster.scontrol("update", "PartitionName=debug", "State=UP");
    }
  }

  @Test
  void turnsStrangersAwayAndNobodyElse() {
    int refused = 0;
    for (int i = 0; i < 2 * STRANGERS_AT_ONCE; i++) {
      Answer answer = i % 2 == 0 ? asNobody() : asAnAgentOfNoJob();
      if (answer.status() == 429) {
        assertThat(answer.expectProblem(429, "127.0.0.1").header("Retry-After")).isEqualTo("1");
        refused++;
      } else {
        answer.expectProblem(401);
      }
    }

    assertThat(refused).isPositive();
    service.api().get("/client-group").expect(200);
  }

  private Answer asNobody() {
    return service.apiWithoutToken().get("/client-group");
  }

  private Answer asAnAgentOfNoJob() {
    return service
        .apiWithoutToken()
        .send(
            "POST",
            "/client-group/1/agents/a/heartbeat",
            BodyPublishers.ofString("{\"state\":\"READY\"}"),
            "Content-Type",
            "application/json",
            "Authorization",
            "Agent " + "0".repeat(64));
  }

  private Map<Long, Answer> createAll() {
    Map<Long, Answer> answers = new ConcurrentHashMap<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      for (int i = 0; i < CREATES; i++) {
        long id = ServiceUnderTest.newId();
        callers.execute(
            () ->
                answers.put(
                    id, flood.post("/client-group/" + id, "{\"num_clients\":1,\"time_limit\":5}")));
      }
    }
    assertThat(answers).hasSize(CREATES);
    return answers;
  }

  private List<String> statesOfAll() {
    return flood
        .get("/client-group?limit=500")
        .expect(200)
        .json()
        .getJsonArray("groups")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(group -> group.getJsonObject("info").getString("state"))
        .toList();
  }

  /**
   * In any stretch of time no more than the rate allows, and what a second of it was late: a call
   * that has its permission may wait for a processor before it is counted.
   */
  private static void keepsToItsRate(List<Long> submittedAt) {
    for (int from = 0; from < submittedAt.size(); from++) {
      for (int to = from; to < submittedAt.size(); to++) {
        double seconds = (submittedAt.get(to) - submittedAt.get(from)) / 1e9 + 1;
        assertThat(to - from + 1.0)
            .as("submits within %s s", seconds)
            .isLessThanOrEqualTo(CALLS_OF_SLURM_AT_ONCE + seconds * CALLS_OF_SLURM_PER_SECOND + 1);
      }
    }
  }
}
