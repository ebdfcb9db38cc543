package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.RequestTruth;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Agents that the service cannot call at all, by a way that can be cut: what they do alone, and
 * what becomes of what they measured.
 */
@OwnServers
class PartitionIT {
  private static final int CLIENTS = 4;
  private static final Duration LOSS_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOST_AFTER = Duration.ofSeconds(25);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** A heartbeat without answer, as docs/agent.md has it, and what a busy machine takes. */
  private static final Duration LATER_AT_MOST = Duration.ofSeconds(10 + 5);

  private static CutWire wire;
  private static ServiceUnderTest service;

  @BeforeAll
  static void start() {
    wire = new CutWire();
    service =
        ServiceUnderTest.start(
            "partition",
            "AIF_SERVICE_URL",
            wire.url(),
            // No agent of this machine is in it: none is called.
            "AIF_AGENT_NETWORKS",
            "192.0.2.0/24",
            "AIF_AGENT_SUSPECT_AFTER",
            "PT5S",
            "AIF_AGENT_LOST_AFTER",
            LOST_AFTER.toString(),
            "AIF_AGENT_SERVICE_LOSS_LIMIT",
            LOSS_LIMIT.toString());
    wire.leadTo(service.port());
  }

  @AfterAll
  static void nothingIsLeft() {
    List<ProcessHandle> left = service == null ? List.of() : service.agentProcesses();
    if (service != null) {
      service.close();
    }
    wire.close();
    assertThat(left).as("processes of agents at the end").isEmpty();
  }

  @BeforeEach
  void countFromZero() {
    Truth.beginAnew(service.emulator());
  }

  @AfterEach
  void mend() {
    wire.mend();
  }

  @Test
  void runsAGroupWhoseAgentsTheServiceCannotCall() {
    try (BenchmarkGroup group = create(3)) {
      group.awaitReady();
      for (int times = 0; times < 2; times++) {
        Truth.beginAnew(service.emulator());
        String run = group.orderRunThatReachesNoAgent();
        group.awaitState("COMPLETED", LIMIT);
        countsWhatWasSent(group.result(run), 0);
        assertThat(group.run(run).getInt("late_parts")).isZero();
      }
    }
  }

  /** Heartbeats come once a minute there: what comes sooner has come by the open call. */
  @Test
  void bringsOrdersToAgentsThatWaitForThemAndNotToTheirHeartbeats() {
    try (ServiceUnderTest own =
            ServiceUnderTest.start(
                "orders",
                "AIF_AGENT_NETWORKS",
                "192.0.2.0/24",
                "AIF_HEARTBEAT_INTERVAL",
                "PT1M",
                "AIF_AGENT_SUSPECT_AFTER",
                "PT3M",
                "AIF_AGENT_LOST_AFTER",
                "PT4M");
        BenchmarkGroup group =
            BenchmarkGroup.create(own, 4, 2, "{\"load\":{\"requests\":100}}").awaitReady()) {
      for (int times = 0; times < 2; times++) {
        String run = group.orderRunThatReachesNoAgent();
        group.awaitState("COMPLETED", LIMIT);
        assertThat(linesOf(own, group))
            .as("what the agents have logged of run %s", run)
            .filteredOn(line -> line.contains("run %s: the order came while".formatted(run)))
            .hasSize(2);
      }
    }
  }

  private static List<String> linesOf(ServiceUnderTest own, BenchmarkGroup group) {
    return own.api().get(group.path("/logs/stderr")).expect(200).body().lines().toList();
  }

  @Test
  void F27_deliversWhatItMeasuredWhenTheWayIsThereAgainInTime() {
    try (BenchmarkGroup group = create(120)) {
      String run = cutInMidRun(group);
      awaitEndOfLoad();
      assertThat(group.agentProcesses()).as("they wait with what they measured").hasSize(2);
      assertThat(group.run(run).getString("state")).isEqualTo("RUNNING");

      wire.mend();
      group.awaitState("FAILED", LIMIT);

      assertThat(group.run(run).getString("reason")).contains("was not reached for 5.0 s");
      JsonObject result = group.result(run);
      // The load ends at once.
      countsWhatWasSent(result, CLIENTS);
      assertThat(result.getString("verdict")).isIn("DEGRADED", "CLIENT_LIMITED");
      assertThat(states(result)).containsExactly("STOPPED", "STOPPED");
      assertThat(group.run(run).getInt("late_parts")).isZero();
    }
  }

  @Test
  void F27_saysWhatIsMissingWhenTheWayIsThereAgainTooLate() {
    try (BenchmarkGroup group = create(120)) {
      String run = cutInMidRun(group);
      group.awaitState("FAILED", LIMIT);
      JsonObject result = group.result(run);

      assertThat(states(result)).containsExactly("LOST", "LOST");
      assertThat(result.getJsonArray("verdict_reasons").getValuesAs(JsonString::getString))
          .filteredOn(reason -> reason.contains("ended LOST: not heard for 25 s"))
          .hasSize(2);
      Truth truth = Truth.of(service.emulator());
      assertThat(result.getJsonObject("requests").getInt("sent"))
          .as("those before the cut alone")
          .isBetween(40, (int) truth.sent() - 40);

      // Their job is being ended, and they deliver what they can.
      wire.mend();
      Await.so(
          "parts that came too late",
          Duration.ofSeconds(20),
          () -> group.run(run).getInt("late_parts") >= 2,
          group::story);
      assertThat(group.events().stream().filter(event -> kind(event).equals("LATE_PARTS")))
          .hasSize(2);
      assertThat(group.result(run)).as("as it was").isEqualTo(result);
    }
  }

  private static BenchmarkGroup create(int seconds) {
    return BenchmarkGroup.create(
        service,
        CLIENTS,
        2,
        "{\"load\":{\"duration_seconds\":%d},\"output\":{\"max_tokens\":8}}".formatted(seconds));
  }

  /** The run whose way was cut; until its load ends it is in the agents' hands alone. */
  private static String cutInMidRun(BenchmarkGroup group) {
    String run = group.awaitReady().orderRunThatReachesNoAgent();
    Await.so(
        "requests of more than a snapshot",
        Duration.ofSeconds(30),
        () -> Truth.of(service.emulator()).sent() >= 400,
        group::story);
    wire.cut();
    return run;
  }

  private static void awaitEndOfLoad() {
    long cut = System.nanoTime();
    Await.so(
        "the end of the load",
        LOSS_LIMIT.plus(LATER_AT_MOST),
        () -> service.emulator().running() == 0 && sinceLastRequest().toMillis() > 1_500,
        () -> "last request %d ms ago".formatted(sinceLastRequest().toMillis()));
    assertThat(Duration.ofNanos(System.nanoTime() - cut))
        .as("load goes on without a service for a while")
        .isGreaterThan(LOSS_LIMIT.minusSeconds(2));
  }

  private static Duration sinceLastRequest() {
    long last =
        Truth.of(service.emulator()).requests().stream()
            .mapToLong(RequestTruth::receivedNanos)
            .max()
            .orElseThrow();
    return Duration.ofNanos(System.nanoTime() - last);
  }

  /**
   * @param cut requests that the load's end may have cut off, while their answers were on their way
   */
  private static void countsWhatWasSent(JsonObject result, int cut) {
    Truth truth = Truth.of(service.emulator());
    JsonObject requests = result.getJsonObject("requests");
    assertThat(truth.sent()).isGreaterThan(50);
    assertThat(requests.getInt("sent")).as(result.toString()).isEqualTo((int) truth.sent());
    assertThat(requests.getInt("succeeded"))
        .isBetween((int) truth.completed() - cut, (int) truth.completed());
  }

  private static List<String> states(JsonObject result) {
    return result.getJsonArray("agents").getValuesAs(JsonObject.class).stream()
        .map(agent -> agent.getString("state"))
        .toList();
  }

  private static String kind(JsonObject event) {
    return event.getString("kind");
  }
}
