package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slurm or the service fail, or both: one job for each group, and none that nobody owns. */
@ExtendWith(OnSlurm.class)
class SlurmFaultIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final SlurmSystem slurm;
  private final SlurmCluster cluster;
  private final ServiceUnderTest service;

  SlurmFaultIT(SlurmSystem slurm) {
    this.slurm = slurm;
    this.cluster = slurm.cluster();
    this.service = slurm.service();
  }

  @Test
  void F04_adoptsTheJobOfASubmitThatHung() {
    slurm.gate().whenSubmitted(() -> cluster.pause("slurmctld"));
    try (BenchmarkGroup group = create()) {
      try {
        group.awaitState("SUBMIT_UNKNOWN", LIMIT);
      } finally {
        cluster.resume("slurmctld");
      }
      becomesReadyWithOneJob(group);
      group.runToResult();
    }
  }

  @Test
  void F05_adoptsTheJobOfASubmitThatHungForLongerThanItIsLookedFor() {
    slurm.gate().whenSubmitted(() -> cluster.pause("slurmctld"));
    try (BenchmarkGroup group = create()) {
      try {
        group.awaitState("SUBMIT_UNKNOWN", LIMIT);
        LockSupport.parkNanos(SlurmSystem.QUARANTINE.plusSeconds(3).toNanos());
      } finally {
        cluster.resume("slurmctld");
      }
      becomesReadyWithOneJob(group);
    }
  }

  @Test
  void F10_submitsWhenASlurmctldThatHungGoesOn() {
    cluster.pause("slurmctld");
    try (BenchmarkGroup group = create()) {
      try {
        Await.so(
            "word of slurmctld", LIMIT, () -> group.story().contains("slurmctld"), group::story);
      } finally {
        cluster.resume("slurmctld");
      }
      becomesReadyWithOneJob(group);
    }
  }

  @Test
  void F02_adoptsTheJobThatSlurmAcceptedWhenTheServiceHadBeenKilled() {
    slurm.gate().whenSubmitted(service::kill);
    killedAtItsSubmit();
  }

  @Test
  void F02_adoptsTheJobWhoseAnswerCameWhenTheServiceHadBeenKilled() {
    slurm.gate().whenAnswered(service::kill);
    killedAtItsSubmit();
  }

  private void killedAtItsSubmit() {
    BenchmarkGroup group = create();
    Await.so("the service's end", LIMIT, () -> !service.isRunning(), () -> "it runs");
    service.start();
    try (group) {
      becomesReadyWithOneJob(group);
    }
  }

  @RepeatedTest(2)
  void hasOneJobForEachGroupWheneverTheServiceIsKilled() throws InterruptedException {
    long moment = ThreadLocalRandom.current().nextLong(Duration.ofMillis(600).toNanos());
    List<Long> asked = Collections.synchronizedList(new ArrayList<>());
    Thread caller = Thread.ofPlatform().start(() -> createUntilItFails(asked, 5));
    LockSupport.parkNanos(moment);
    service.kill();
    caller.join();
    service.start();

    List<BenchmarkGroup> there =
        asked.stream()
            .map(id -> BenchmarkGroup.of(service, id))
            .filter(group -> service.api().get(group.path("")).status() == 200)
            .toList();
    there.forEach(this::becomesReadyWithOneJob);
    asked.forEach(
        id ->
            assertThat(slurm.jobs(BenchmarkGroup.of(service, id)))
                .as("jobs of group %d, killed after %d ns", id, moment)
                .hasSizeLessThanOrEqualTo(1));
    there.forEach(BenchmarkGroup::delete);
  }

  /** Their address cannot be held against their nodes: they are let in and not called. */
  @Test
  void F09_letsInAgentsThatComeWhileSlurmrestdIsDown() {
    long blocker = cluster.submit("blocker", "--nodes=" + SlurmCluster.NODES, "--exclusive");
    Await.so(
        "the blocker's nodes",
        LIMIT,
        () -> cluster.jobs("blocker").getLast().state().equals("RUNNING"),
        () -> cluster.jobs("").toString());
    try (BenchmarkGroup group = create()) {
      group.awaitState("QUEUED", LIMIT);
      slurm.killSlurmrestd();
      try {
        cluster.scancel(blocker);
        group.awaitState("READY", LIMIT);
        assertThat(group.story()).contains("not called");
        String run = group.orderRunThatReachesNoAgent();
        group.awaitCompleted();
        assertThat(group.result(run).getJsonObject("requests").getInt("succeeded")).isPositive();
      } finally {
        slurm.startSlurmrestd();
      }
      assertThat(slurm.jobs(group)).hasSize(1);
    } finally {
      cluster.scancel(blocker);
    }
  }

  @Test
  void F09_waitsForASlurmrestdThatIsDown() {
    try (BenchmarkGroup before = create()) {
      before.awaitReady();
      slurm.killSlurmrestd();
      try (BenchmarkGroup meanwhile = create()) {
        try {
          Await.so(
              "word of slurmrestd",
              LIMIT,
              () -> meanwhile.story().contains("slurmrestd") || notReadyBecause().contains("slurm"),
              () -> meanwhile.story() + notReadyBecause());
          assertThat(before.state()).isEqualTo("READY");
          assertThat(slurm.jobs(meanwhile)).isEmpty();
        } finally {
          slurm.startSlurmrestd();
        }
        becomesReadyWithOneJob(meanwhile);
        meanwhile.runToResult();
        awaitServiceReady();
      }
      assertThat(before.state()).isEqualTo("READY");
      assertThat(slurm.jobs(before)).hasSize(1);
    }
  }

  @Test
  void F14_saysThatTheTokenHasExpiredAndGoesOnWithAnother() {
    slurm.putToken(cluster.token(Duration.ofSeconds(2)));
    try {
      Await.so(
          "word of the token",
          LIMIT,
          () -> notReadyBecause().contains("expired"),
          this::notReadyBecause);
      assertThat(notReadyBecause()).contains("token");
      try (BenchmarkGroup group = create()) {
        Await.so("the reason", LIMIT, () -> group.story().contains("expired"), group::story);
        slurm.putToken("this is not a token");
        Await.so(
            "word of the file",
            LIMIT,
            () -> !notReadyBecause().contains("expired"),
            this::notReadyBecause);
        assertThat(notReadyBecause()).contains("token").doesNotContain("this is not a token");
        assertThat(slurm.jobs(group)).isEmpty();
        slurm.putToken(cluster.token(SlurmSystem.LONG));
        becomesReadyWithOneJob(group);
        awaitServiceReady();
      }
    } finally {
      slurm.putToken(cluster.token(SlurmSystem.LONG));
    }
  }

  @Test
  void cancelsAJobOfItsOwnThatNoGroupOwns() {
    long foreign = cluster.submit("aif.other.1.1");
    long orphan = cluster.submit(slurm.prefix() + "987654.1");
    try {
      Await.so(
          "the orphan's end",
          LIMIT,
          () -> cluster.liveJobs(slurm.prefix() + "987654.").isEmpty(),
          () -> cluster.jobs("aif.").toString());
      assertThat(cluster.jobs(slurm.prefix() + "987654."))
          .extracting(SlurmJob::id, SlurmJob::state)
          .containsExactly(tuple(orphan, "CANCELLED"));
      assertThat(cluster.liveJobs("aif.other.")).extracting(SlurmJob::id).containsExactly(foreign);
    } finally {
      cluster.scancel(foreign);
    }
  }

  private BenchmarkGroup create() {
    return BenchmarkGroup.create(
        service, 1, 1, "{\"load\":{\"requests\":5},\"output\":{\"max_tokens\":4}}");
  }

  /** One request after the other, until they are enough or the service does not answer. */
  private void createUntilItFails(List<Long> asked, int most) {
    try {
      for (int i = 0; i < most; i++) {
        long id = ServiceUnderTest.newId();
        asked.add(id);
        service.api().post("/client-group/" + id, "{\"num_clients\":1,\"time_limit\":5}");
      }
    } catch (UncheckedIOException e) {
      // The service was killed: whether this one exists is for the test to find out.
    }
  }

  private void becomesReadyWithOneJob(BenchmarkGroup group) {
    group.awaitState("READY", LIMIT);
    assertThat(slurm.jobs(group)).as(group.story()).hasSize(1);
    assertThat(group.agents()).hasSize(1);
  }

  /** What the service says of why it is not ready; empty when it is. */
  private String notReadyBecause() {
    Answer answer = service.root().get("/health/ready");
    return answer.status() == 503 ? answer.body() : "";
  }

  private void awaitServiceReady() {
    Await.so(
        "a service that is ready",
        LIMIT,
        () -> service.root().get("/health/ready").status() == 200,
        this::notReadyBecause);
  }
}
