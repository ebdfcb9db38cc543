package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.AgentState;
import eu.aifactory.clients.service.agent.CallAddress;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.settings.WireText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLifeTest {
  private static final Instant LONG_AGO = Instant.EPOCH;

  private final ServiceOnH2 service = new ServiceOnH2();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void startsWhenAllAreReadyAndCompletesWithTheLastPart() {
    long pk = service.ready(2);
    String run = service.begun();

    assertThat(barrier(run, "agent-0").command()).isEqualTo(BarrierReply.WAIT);
    assertThat(barrier(run, "agent-1").command()).isEqualTo(BarrierReply.GO);
    last(run, "agent-0", Snapshot.COMPLETED, null);
    assertThat(service.group(pk).state()).isEqualTo(GroupState.RUNNING);
    last(run, "agent-1", Snapshot.COMPLETED, null);

    assertThat(service.group(pk).state()).isEqualTo(GroupState.COMPLETED);
  }

  @Test
  void endsAtOnceWhenAnAgentIsLostBeforeTheStart() {
    long pk = service.ready(2);
    String run = service.begun();
    barrier(run, "agent-0");

    silenceOf("agent-1");

    assertThat(service.latestRun(pk).state()).isEqualTo(RunState.FAILED);
    assertThat(service.group(pk).reason()).contains("agent-1").contains("before the start");
    assertThat(barrier(run, "agent-0").command()).isEqualTo(BarrierReply.ABORT);
  }

  @Test
  void endsAtOnceWhenAnAgentStopsBeforeTheStart() {
    long pk = service.ready(2);
    String run = service.begun();
    barrier(run, "agent-0");

    last(run, "agent-1", Snapshot.STOPPED, "told to end");

    assertThat(service.latestRun(pk).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void goesOnWithoutAnAgentThatIsLostAfterTheStart() {
    long pk = service.ready(2);
    String run = service.begun();
    barrier(run, "agent-0");
    barrier(run, "agent-1");

    silenceOf("agent-1");
    assertThat(service.group(pk).state()).isEqualTo(GroupState.RUNNING);
    last(run, "agent-0", Snapshot.COMPLETED, null);

    assertThat(service.group(pk).state()).isEqualTo(GroupState.COMPLETED);
  }

  @Test
  void endsAtOnceWithAnAgentThatIsLostWhereTheGroupSaysAbort() {
    long pk = service.ready(new CreateGroup(3, 5, 3, null, null, "abort"));
    String run = service.begun();
    barrier(run, "agent-0");
    barrier(run, "agent-1");
    barrier(run, "agent-2");
    last(run, "agent-2", Snapshot.COMPLETED, null);

    silenceOf("agent-1");

    Run ended = service.latestRun(pk);
    assertThat(ended.state()).isEqualTo(RunState.FAILED);
    assertThat(ended.reason()).contains("agent-1", "not heard for 45 s", "on_agent_lost is abort");
    assertThat(service.group(pk).state()).isEqualTo(GroupState.FAILED);
    assertThat(command("agent-0")).as("what agent-0 is told").isEqualTo(HeartbeatReply.STOP);
    assertThat(result(run))
        .contains("agent agent-0 ended STOPPED: the run was ended because agent agent-1 is lost")
        .contains("agent agent-1 ended LOST: not heard for 45 s")
        .doesNotContain("agent agent-2 ended");
  }

  @Test
  void hasFailedWithItsLastAgentWhereTheGroupSaysAbort() {
    long pk = service.ready(new CreateGroup(2, 5, 2, null, null, "abort"));
    String run = service.begun();
    barrier(run, "agent-0");
    barrier(run, "agent-1");
    last(run, "agent-0", Snapshot.COMPLETED, null);

    silenceOf("agent-1");

    assertThat(service.latestRun(pk).state()).isEqualTo(RunState.FAILED);
    assertThat(service.group(pk).state()).isEqualTo(GroupState.FAILED);
  }

  @Test
  void keepsWhatComesWhenTheResultIsMadeAndCountsItNowhere() {
    long pk = service.ready(2);
    String run = service.begun();
    barrier(run, "agent-0");
    barrier(run, "agent-1");
    assertThat(deliver(run, measured("agent-1", 0, 3)).counted()).isTrue();
    silenceOf("agent-1");
    last(run, "agent-0", Snapshot.COMPLETED, null);
    String result = result(run);

    // Its first part again: that was in time. Then what it had left, some of it twice.
    for (long sequence : new long[] {0, 1, 1, 2, 2}) {
      SnapshotReply reply = deliver(run, measured("agent-1", sequence, 5));
      assertThat(reply).isEqualTo(new SnapshotReply(sequence, false, HeartbeatReply.STOP));
    }
    last(run, "agent-1", 3, Snapshot.STOPPED, "without figures: nothing is late");

    assertThat(result(run)).isEqualTo(result);
    assertThat(service.latestRun(pk).lateParts()).isEqualTo(2);
    assertThat(succeeded(run, "agent-1")).as("the sum, were it made again").isEqualTo(3);
    assertThat(events("LATE_PARTS")).hasSize(1).first().asString().contains("agent agent-1", run);
  }

  @Test
  void stillCountsWhatALostAgentDeliversWhileItsRunGoesOn() {
    service.ready(2);
    String run = service.begun();
    barrier(run, "agent-0");
    barrier(run, "agent-1");
    silenceOf("agent-1");

    assertThat(deliver(run, measured("agent-1", 0, 3)).counted()).isTrue();
    last(run, "agent-0", Snapshot.COMPLETED, null);

    assertThat(result(run))
        .contains("\"succeeded\":3", "agent agent-1 ended LOST: not heard for 45 s");
  }

  @Test
  void F26_turnsALostAgentAwayThatComesBack() {
    long pk = service.ready(2);
    service.begun();
    silenceOf("agent-1");
    Heartbeat running = new Heartbeat("RUNNING", null, null);

    assertThatThrownBy(() -> service.heard("agent-1", running))
        .isInstanceOf(LostAgentException.class)
        .hasMessageContaining("agent-1");
    assertThat(service.database.inTransaction(() -> service.agents.find(pk, "agent-1")))
        .get()
        .extracting(Agent::state)
        .isEqualTo(AgentState.LOST);
  }

  @Test
  void F21_saysInTheResultHowFarAnAgentsClockIsOff() {
    service.ready(1);
    String run = service.begun();
    barrier(run, "agent-0");
    heartbeat(new Heartbeat("RUNNING", run, -30_000.0), "agent-0");

    last(run, "agent-0", Snapshot.COMPLETED, null);

    assertThat(result(run)).contains("\"clock_offset_ms\":-30000.0");
  }

  @Test
  void doesNotWaitForAnAgentThatSaidGoodByeAndIsSilentSince() {
    long pk = service.ready(2);
    String run = service.begun();
    barrier(run, "agent-0");
    barrier(run, "agent-1");
    heartbeat("agent-1", "STOPPING");

    silenceOf("agent-1");
    service.owned(pk, () -> service.watch.deadlines(pk));
    last(run, "agent-0", Snapshot.COMPLETED, null);

    assertThat(service.group(pk).state()).isEqualTo(GroupState.COMPLETED);
  }

  @Test
  void F28_beginsOneRunHoweverOftenItIsOrdered() {
    long pk = service.ready(2);
    String first = service.begun();
    assertThat(service.begun()).isEqualTo(first);
    barrier(first, "agent-0");
    barrier(first, "agent-1");

    assertThat(service.begun()).isEqualTo(first);

    assertThat(service.database.inTransaction(() -> service.runs.of(pk))).hasSize(1);
  }

  @Test
  void F29_bringsAnOrderWithEachHeartbeatUntilItsAgentIsAtTheBarrier() {
    long pk = service.ready(2);
    String run = service.begun();

    for (int lost = 0; lost < 3; lost++) {
      HeartbeatReply reply = told("agent-1");
      assertThat(reply.command()).isEqualTo(HeartbeatReply.RUN);
      assertThat(reply.order().runId()).isEqualTo(run);
    }
    barrier(run, "agent-1");

    assertThat(told("agent-1").command()).isEqualTo(HeartbeatReply.CONTINUE);
    assertThat(told("agent-0").command()).isEqualTo(HeartbeatReply.RUN);
  }

  @Test
  void F30_endsARunWhoseSetUpFails() {
    long pk = service.ready(2);
    String run = service.begun();
    barrier(run, "agent-1");

    BarrierReply reply =
        service.database.inTransaction(
            () ->
                service.coordinator.atBarrier(
                    ServiceOnH2.ID,
                    run,
                    new Barrier("agent-0", false, null, "the AI server answered 500")));

    assertThat(reply.command()).isEqualTo(BarrierReply.ABORT);
    assertThat(barrier(run, "agent-1").command()).isEqualTo(BarrierReply.ABORT);
    assertThat(service.group(pk).state()).isEqualTo(GroupState.FAILED);
    assertThat(service.group(pk).reason()).contains("the AI server answered 500");
  }

  @Test
  void F34_countsAPartOnceInWhicheverOrderAndHoweverOftenItComes() {
    service.ready(2);
    String run = service.begun();
    barrier(run, "agent-0");
    barrier(run, "agent-1");

    for (int sequence : new int[] {2, 0, 2, 1, 0}) {
      part(run, sequence, false);
    }
    last(run, "agent-1", Snapshot.COMPLETED, null);
    part(run, 3, true);

    assertThat(part(run, 4, false)).as("after the end").isFalse();
    String result =
        service.database.inTransaction(() -> service.results.documentOf(run).orElseThrow());
    assertThat(WireText.read(result, Result.class).requests().sent()).isEqualTo(40);
  }

  @Test
  void endsARunWhoseFiguresContradictEachOther() {
    long pk = service.ready(1);
    String run = service.begun();
    barrier(run, "agent-0");
    RunFigures figures = new RunFigures();
    figures.at(0, 0).record(Figure.TTFT, 1_000_000);
    // More gaps within tokens than gaps: no engine counts so, and no service refuses it.
    figures.at(0, 0).record(Figure.SPLIT_GAP, 1_000_000);

    Snapshot last = new Snapshot("agent-0", 0, true, null, null, figures.toParts(), null, null);
    deliver(run, last);

    assertThat(service.group(pk).state()).isEqualTo(GroupState.COMPLETED);
  }

  @ParameterizedTest
  @CsvSource({
    "TIMED_OUT, TIMED_OUT",
    "CANCELLED, CANCELLED",
    "FAILED, FAILED",
    "COMPLETED, FAILED"
  })
  void takesFromItsJobsEndWhyItsAgentsWereStopped(JobStatus.Phase end, GroupState expected) {
    long pk = service.ready(1);
    String run = service.begun();
    barrier(run, "agent-0");

    last(run, "agent-0", Snapshot.STOPPED, "told to end");
    assertThat(service.latestRun(pk).state()).isEqualTo(RunState.FAILED);
    assertThat(service.group(pk).state()).isEqualTo(GroupState.RUNNING);
    service.owned(pk, () -> service.watch.deadlines(pk));
    JobStatus ended =
        new JobStatus(new JobId("job-1"), null, null, end, end.name(), "the job's own words");
    service.owned(pk, () -> service.watch.observed(pk, ended));

    assertThat(service.group(pk).state()).isEqualTo(expected);
    assertThat(service.group(pk).reason()).isEqualTo("the job's own words");
  }

  @Test
  void isFailedWhenItsAgentsWereStoppedAndItsJobDoesNotEnd() {
    long pk = service.ready(1);
    String run = service.begun();
    barrier(run, "agent-0");
    last(run, "agent-0", Snapshot.STOPPED, "told to end");

    service.clock.advance(JobWatch.END_LIMIT.plusSeconds(1));
    service.owned(pk, () -> service.watch.deadlines(pk));

    assertThat(service.group(pk).state()).isEqualTo(GroupState.FAILED);
    assertThat(service.group(pk).reason()).contains("told to end");
  }

  @Test
  void isReadyThoughItsAgentsCameBeforeItsJobWasKnownToRun() {
    long pk = service.queued(1);
    service.database.inTransaction(
        () ->
            service.agents.add(
                pk, 1, ServiceOnH2.connect(0), CallAddress.AS_ANNOUNCED, service.clock.instant()));
    JobStatus running =
        new JobStatus(new JobId("job-1"), null, null, JobStatus.Phase.RUNNING, "RUNNING", null);
    service.owned(pk, () -> service.watch.observed(pk, running));

    service.owned(pk, () -> service.watch.deadlines(pk));

    assertThat(service.group(pk).state()).isEqualTo(GroupState.READY);
  }

  @Test
  void keepsTheServiceThatWasCreatedWhileItWasCalledOff() {
    long pk = service.ready(2);
    String run = service.begun();
    last(run, "agent-1", Snapshot.STOPPED, null);
    AiService created =
        new AiService("ai-server", "http://127.0.0.1:8000", "17", "m", null, null, true);

    service.database.inTransaction(
        () ->
            service.coordinator.atBarrier(
                ServiceOnH2.ID, run, new Barrier("agent-0", true, created, null)));

    assertThat(service.group(pk).aiService()).as("to be released").contains(created);
  }

  /** The service calls that address when the group is over. */
  @Test
  void takesNoServiceOfAnotherServerThanTheOrderedOne() {
    long pk = service.ready(1);
    String run = service.begun();
    AiService elsewhere =
        new AiService("ai-server", "http://169.254.169.254", "17", "m", null, null, true);

    assertThatThrownBy(
            () ->
                service.database.inTransaction(
                    () ->
                        service.coordinator.atBarrier(
                            ServiceOnH2.ID, run, new Barrier("agent-0", true, elsewhere, null))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(
            "service.base_url is \"http://169.254.169.254\", and the run's AI server"
                + " \"http://127.0.0.1:8000\"");
    assertThat(service.group(pk).aiService()).isEmpty();
  }

  private HeartbeatReply told(String agent) {
    return service.database.inTransaction(
        () -> service.agentOrders.of(ServiceOnH2.ID, agent).reply());
  }

  /** Ten requests; whether they were counted now. */
  private boolean part(String run, int sequence, boolean last) {
    RunFigures ten = new RunFigures();
    ten.at(0, 0).count(Counter.SENT, 10);
    Snapshot snapshot =
        new Snapshot("agent-0", sequence, last, null, null, ten.toParts(), null, null);
    return deliver(run, snapshot).counted();
  }

  private void silenceOf(String silent) {
    service.clock.advance(Duration.ofSeconds(46));
    service.database.inTransaction(() -> service.agents.of(service.latestGroupKey())).stream()
        .filter(agent -> !agent.name().equals(silent))
        .forEach(agent -> heartbeat(agent.name(), "RUNNING"));
    service.silence(LONG_AGO);
  }

  private void heartbeat(String agent, String state) {
    heartbeat(new Heartbeat(state, null, null), agent);
  }

  private void heartbeat(Heartbeat heartbeat, String agent) {
    service.heard(agent, heartbeat);
  }

  private String command(String agent) {
    return told(agent).command();
  }

  private String result(String run) {
    return service.database.inTransaction(() -> service.results.documentOf(run).orElseThrow());
  }

  private BarrierReply barrier(String run, String agent) {
    return service.database.inTransaction(
        () ->
            service.coordinator.atBarrier(
                ServiceOnH2.ID, run, new Barrier(agent, true, null, null)));
  }

  private void last(String run, String agent, String outcome, String reason) {
    last(run, agent, 0, outcome, reason);
  }

  private void last(String run, String agent, long sequence, String outcome, String reason) {
    deliver(run, new Snapshot(agent, sequence, true, outcome, reason, null, null, null));
  }

  private SnapshotReply deliver(String run, Snapshot snapshot) {
    return service.deliver(run, snapshot);
  }

  private static Snapshot measured(String agent, long sequence, int succeeded) {
    RunFigures figures = new RunFigures();
    figures.at(0, 0).count(Counter.SENT, succeeded);
    figures.at(0, 0).count(Counter.SUCCEEDED, succeeded);
    return new Snapshot(agent, sequence, false, null, null, figures.toParts(), null, null);
  }

  private long succeeded(String run, String agent) {
    return service.database.inTransaction(
        () -> service.snapshots.sum(run, agent).figures().whole().counted(Counter.SUCCEEDED));
  }

  private List<String> events(String kind) {
    return service.database.inTransaction(
        () ->
            service.log.of(service.groups.live(ServiceOnH2.ID).orElseThrow()).stream()
                .filter(event -> event.kind().equals(kind))
                .map(GroupEvent::detail)
                .toList());
  }
}
