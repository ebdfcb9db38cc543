package eu.aifactory.clients.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.agent.observer.Observers;
import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.FakeService;
import eu.aifactory.clients.agent.service.TestLink;
import eu.aifactory.clients.agent.service.WireJsonResolver;
import eu.aifactory.clients.agent.settings.TestSettings;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.RunStarted;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientGroupTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final FakeService service = new FakeService();
  private final FakeLoad load = new FakeLoad();
  private final ClientGroup group = group(load);

  @AfterEach
  void close() throws Exception {
    group.abandon("the test is over");
    load.setUpMayEnd.countDown();
    group.awaitIdle(LIMIT);
    service.close();
  }

  @Test
  void carriesARunOutFromOrderToLastSnapshot() throws Exception {
    RunStarted answer = group.run(Optional.of(order("r1", 0, 1)));
    FakeLoad.FakeRun run = running(load);
    run.succeed(10);
    Eventually.await("a snapshot of the run", () -> succeeded() == 10);
    assertThat(group.status().state()).isEqualTo("RUNNING");
    assertThat(group.status().runId()).isEqualTo("r1");
    run.succeed(7);
    run.complete();
    assertThat(group.awaitIdle(LIMIT)).isTrue();

    assertThat(answer).isEqualTo(RunStarted.of(3));
    assertThat(succeeded()).isEqualTo(17);
    assertThat(service.snapshots.getLast().outcome()).isEqualTo(Snapshot.COMPLETED);
    assertThat(service.snapshots.getLast().reason()).isNull();
    assertThat(load.plans).hasSize(1);
    assertThat(load.plans.getFirst().service()).isEqualTo(FakeLoad.SERVICE);
    assertThat(load.plans.getFirst().requestIdPrefix()).isEqualTo("r1-0-");
    assertThat(load.setUps).containsExactly("http://ai:8000");
    assertThat(load.released).as("the service owns it").isEmpty();
    assertThat(run.closed).isTrue();
    assertThat(service.correlationIds).contains("corr-r1");
  }

  @Test
  void startsTheSameRunOnce() throws Exception {
    RunStarted first = group.run(Optional.of(order("r1", 0, 1)));
    RunStarted second = group.run(Optional.of(order("r1", 0, 1)));
    running(load).complete();
    group.awaitIdle(LIMIT);
    RunStarted third = group.run(Optional.of(order("r1", 0, 1)));

    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
    assertThat(load.runs).hasSize(1);
    assertThat(group.status().runId()).isNull();
  }

  @Test
  void refusesAnotherRunWhileOneIsInHand() throws Exception {
    group.run(Optional.of(order("r1", 0, 1)));
    running(load);

    assertThatThrownBy(() -> group.run(Optional.of(order("r2", 0, 1))))
        .isInstanceOf(RunConflictException.class)
        .hasMessage("run r1 is in hand, so run r2 cannot start");
    assertThat(load.runs).hasSize(1);
  }

  @Test
  void runsAgainWhenARunIsOver() throws Exception {
    for (String runId : new String[] {"r1", "r2"}) {
      group.run(Optional.of(order(runId, 0, 1)));
      Eventually.await(runId, () -> group.status().runId() != null);
      int number = runId.equals("r1") ? 0 : 1;
      Eventually.await(
          runId + " runs",
          () -> load.runs.size() > number && load.runs.get(number).startedAt != null);
      load.runs.get(number).complete();
      group.awaitIdle(LIMIT);
    }

    assertThat(service.snapshots).filteredOn(Snapshot::last).hasSize(2);
  }

  @Test
  void letsRankZeroSetUpForAll() throws Exception {
    service.expectAgents(2);
    FakeLoad otherLoad = new FakeLoad();
    ClientGroup other = group(otherLoad);
    load.setUpHangs = true;

    other.run(Optional.of(order("r1", 1, 2)));
    group.run(Optional.of(order("r1", 0, 2)));
    Eventually.await("both at the barrier", () -> service.barriers.size() > 10);
    assertThat(otherLoad.plans).as("nobody prepares before the set-up").isEmpty();
    load.setUpMayEnd.countDown();
    FakeLoad.FakeRun own = running(load);
    FakeLoad.FakeRun others = running(otherLoad);
    own.complete();
    others.complete();
    group.awaitIdle(LIMIT);
    other.awaitIdle(LIMIT);

    assertThat(otherLoad.setUps).isEmpty();
    assertThat(otherLoad.plans.getFirst().service()).isEqualTo(FakeLoad.SERVICE);
    assertThat(service.barriers).filteredOn(b -> b.service() != null).isNotEmpty();
    assertThat(Duration.between(own.startedAt, others.startedAt).abs())
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void asksAtTheBarrierAsOftenAsTheServiceSays() throws Exception {
    service.expectAgents(2);
    service.haveAskedAfter(0.5);
    long began = System.nanoTime();

    group.run(Optional.of(order("r1", 0, 2)));
    // Three of them may have had something new to say.
    Eventually.await("questions", () -> service.barriers.size() >= 6);

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThan(Duration.ofMillis(3 * 450));
  }

  @Test
  void saysAtOnceThatItIsReadyHoweverRarelyItIsToAsk() throws Exception {
    service.expectAgents(2);
    service.haveAskedAfter(3_600);
    load.setUpHangs = true;
    group.run(Optional.of(order("r1", 0, 2)));
    Eventually.await("a question", () -> !service.barriers.isEmpty());

    load.setUpMayEnd.countDown();

    Eventually.await("it is ready", () -> service.barriers.getLast().ready());
    assertThat(service.barriers).hasSizeLessThan(5);
  }

  @Test
  void startsByTheServicesClock() throws Exception {
    service.setClockAhead(3_600);

    group.run(Optional.of(order("r1", 0, 1)));
    FakeLoad.FakeRun run = running(load);

    assertThat(run.startedAt)
        .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(30));
    assertThat(run.clockOffset.plusHours(1).abs()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void saysWhyItCannotTakePart() throws Exception {
    load.setUpFailure = "http://ai:8000 does not answer";

    group.run(Optional.of(order("r1", 0, 1)));
    group.awaitIdle(LIMIT);

    assertThat(service.barriers)
        .extracting(Barrier::failure)
        .contains("http://ai:8000 does not answer");
    assertThat(service.snapshots).hasSize(1);
    assertThat(service.snapshots.getFirst())
        .matches(Snapshot::last)
        .matches(last -> last.outcome().equals(Snapshot.FAILED))
        .matches(last -> last.reason().equals("http://ai:8000 does not answer"));
    assertThat(load.runs).isEmpty();
  }

  @Test
  void obeysACallOffWhileItPrepares() throws Exception {
    load.setUpHangs = true;
    group.run(Optional.of(order("r1", 0, 1)));
    Eventually.await("set-up", () -> !load.setUps.isEmpty());

    service.abortRun("agent b is lost");
    assertThat(group.awaitIdle(LIMIT)).isTrue();

    assertThat(service.snapshots.getLast().outcome()).isEqualTo(Snapshot.STOPPED);
    assertThat(service.snapshots.getLast().reason()).isEqualTo("agent b is lost");
    assertThat(load.plans).isEmpty();
  }

  @Test
  void releasesWhatItSetUpWhenTheServiceNeverHeardOfIt() throws Exception {
    load.setUpHangs = true;
    group.run(Optional.of(order("r1", 0, 1)));
    Eventually.await("set-up", () -> !load.setUps.isEmpty());
    service.goAway();
    load.setUpMayEnd.countDown();
    Eventually.await("prepared", () -> !load.runs.isEmpty());

    group.abandon("the service is lost");
    group.awaitIdle(LIMIT);
    service.comeBack();

    assertThat(load.released).containsExactly(FakeLoad.SERVICE);
    assertThat(load.runs.getFirst().closed).isTrue();
    assertThat(load.runs.getFirst().startedAt).isNull();
  }

  @Test
  void deliversWhatItHasWhenItIsStopped() throws Exception {
    group.run(Optional.of(order("r1", 0, 1)));
    FakeLoad.FakeRun run = running(load);
    run.succeed(4);

    group.stop("told to");
    assertThat(group.awaitIdle(LIMIT)).isTrue();

    assertThat(run.stopReason).isEqualTo("told to");
    assertThat(succeeded()).isEqualTo(4);
    assertThat(service.snapshots.getLast().outcome()).isEqualTo(Snapshot.STOPPED);
    assertThatThrownBy(() -> group.run(Optional.of(order("r2", 0, 1))))
        .isInstanceOf(RunConflictException.class);
  }

  @Test
  void keepsMeasuringWhileTheServiceIsAway() throws Exception {
    group.run(Optional.of(order("r1", 0, 1)));
    FakeLoad.FakeRun run = running(load);
    service.goAway();
    for (int i = 0; i < 20; i++) {
      run.succeed(5);
    }
    run.complete();
    service.comeBack();
    assertThat(group.awaitIdle(LIMIT)).isTrue();

    assertThat(succeeded()).isEqualTo(100);
    assertThat(run.stopReason).isNull();
  }

  @Test
  void runsTheStandardWorkloadAloneWhenNobodyOrderedIt() throws Exception {
    service.refuse(FakeService.BARRIER, 404);

    RunStarted first = group.run(Optional.empty());
    FakeLoad.FakeRun run = running(load);
    RunStarted second = group.run(Optional.empty());
    run.succeed(2);
    run.complete();
    group.awaitIdle(LIMIT);

    assertThat(first).isEqualTo(RunStarted.of(3)).isEqualTo(second);
    assertThat(load.setUps).containsExactly("http://127.0.0.1:9");
    assertThat(load.plans.getFirst().workload()).isEqualTo(Workload.standard());
    assertThat(load.released).containsExactly(FakeLoad.SERVICE);
    assertThat(service.snapshots).isEmpty();
  }

  @Test
  void namesWhatIsWrongInAnOrder() {
    RunOrder wrong = new RunOrder(9, "a b", 1, 1, 1, 2, "nowhere", null, Workload.standard(), null);

    assertThatThrownBy(() -> group.run(Optional.of(wrong)))
        .isInstanceOf(BadOrderException.class)
        .hasMessageContaining("benchmark_id is 9, and this agent belongs to 123")
        .hasMessageContaining("not \"a b\"")
        .hasMessageContaining("total_clients is 1, less than clients (2)")
        .hasMessageContaining("rank must be 0 to 0, not 1")
        .hasMessageContaining("server_addr");
    assertThat(group.status().runId()).isNull();
  }

  private ClientGroup group(FakeLoad source) {
    TestLink link = TestLink.of(TestSettings.with(service.address(), Map.of()));
    ClientGroup made =
        new ClientGroup(
            link.settings(),
            link.identity(),
            link.link(),
            link.clock(),
            source,
            new Observers(WireJsonResolver.jsonb()));
    made.registered();
    return made;
  }

  private static FakeLoad.FakeRun running(FakeLoad source) {
    Eventually.await(
        "load runs", () -> !source.runs.isEmpty() && source.runs.getLast().startedAt != null);
    return source.runs.getLast();
  }

  private long succeeded() {
    return service.snapshots.stream()
        .mapToLong(snapshot -> RunFigures.of(snapshot.stages()).whole().counted(Counter.SUCCEEDED))
        .sum();
  }

  private static RunOrder order(String runId, int rank, int agents) {
    return new RunOrder(
        123,
        runId,
        rank,
        agents,
        3 * agents,
        3,
        "http://ai:8000",
        null,
        Workload.standard(),
        "corr-" + runId);
  }
}
