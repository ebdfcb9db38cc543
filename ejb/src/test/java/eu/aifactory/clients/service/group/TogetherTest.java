package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.AgentState;
import eu.aifactory.clients.service.intake.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What several agents of a group say at the same time, in one transaction. */
class TogetherTest {
  private static final int AGENTS = 3;
  private static final Heartbeat RUNNING = new Heartbeat("RUNNING", null, null);

  private final ServiceOnH2 service = new ServiceOnH2();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void countsWhatComesTogetherBeforeAnyOfItEndsTheRun() {
    long pk = service.ready(AGENTS);
    String run = started();
    List<Delivery> together = new ArrayList<>();
    for (int agent = 0; agent < AGENTS; agent++) {
      together.add(part(run, "agent-" + agent, 1, true));
      together.add(part(run, "agent-" + agent, 0, false));
    }

    List<Outcome<SnapshotReply>> outcomes = deliver(together);

    assertThat(outcomes).hasSize(together.size());
    assertThat(outcomes).allMatch(each -> each.orThrow().counted());
    assertThat(outcomes.stream().map(each -> each.orThrow().sequence()))
        .containsExactly(1L, 0L, 1L, 0L, 1L, 0L);
    assertThat(service.group(pk).state()).isEqualTo(GroupState.COMPLETED);
    for (int agent = 0; agent < AGENTS; agent++) {
      assertThat(sent(run, "agent-" + agent)).isEqualTo(2);
    }
  }

  @Test
  void countsOnceWhatComesTwiceAtOnce() {
    service.ready(AGENTS);
    String run = started();

    List<Outcome<SnapshotReply>> outcomes =
        deliver(
            List.of(
                part(run, "agent-0", 0, false),
                part(run, "agent-0", 0, false),
                part(run, "agent-1", 0, false)));

    assertThat(outcomes.stream().map(each -> each.orThrow().counted()))
        .containsExactly(true, false, true);
    assertThat(sent(run, "agent-0")).isEqualTo(1);
  }

  @Test
  void refusesOneAndStoresTheOthers() {
    service.ready(AGENTS);
    String run = started();

    List<Outcome<SnapshotReply>> outcomes =
        deliver(
            List.of(
                part(run, "nobody", 0, false),
                part(run, "agent-0", 0, false),
                part("no-run", "agent-1", 0, false)));

    assertThatThrownBy(outcomes.get(0)::orThrow)
        .isInstanceOf(UnknownRunException.class)
        .hasMessageContaining("nobody");
    assertThat(outcomes.get(1).orThrow().counted()).isTrue();
    assertThatThrownBy(outcomes.get(2)::orThrow)
        .isInstanceOf(UnknownRunException.class)
        .hasMessageContaining("no-run");
    assertThat(sent(run, "agent-0")).isEqualTo(1);
  }

  @Test
  void refusesAllOfAGroupThatIsGone() {
    long pk = service.ready(1);
    String run = started();
    service.delete(pk);

    assertThatThrownBy(deliver(List.of(part(run, "agent-0", 0, false))).getFirst()::orThrow)
        .isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(hear("agent-0").getFirst()::orThrow)
        .isInstanceOf(UnknownGroupException.class);
  }

  @Test
  void bringsEachWhoIsHeardItsOwnOrder() {
    long pk = service.ready(AGENTS);
    String run = service.begun();
    service.database.inTransaction(
        () ->
            service.coordinator.atBarrier(
                ServiceOnH2.ID, run, new Barrier("agent-2", false, null, null)));

    List<Outcome<HeartbeatReply>> outcomes = hear("agent-1", "agent-0", "nobody", "agent-2");

    assertThat(outcomes.get(0).orThrow().order().rank()).isEqualTo(1);
    assertThat(outcomes.get(1).orThrow().order().rank()).isZero();
    assertThat(outcomes.get(0).orThrow().order().runId()).isEqualTo(run);
    assertThatThrownBy(outcomes.get(2)::orThrow).isInstanceOf(UnknownAgentException.class);
    assertThat(outcomes.get(3).orThrow().command())
        .as("to whom has the order")
        .isEqualTo(HeartbeatReply.CONTINUE);
    assertThat(
            service.database.inTransaction(() -> service.agents.of(pk)).stream().map(Agent::state))
        .containsOnly(AgentState.RUNNING);
  }

  private String started() {
    int agents = service.group(service.latestGroupKey()).numAgents();
    String run = service.begun();
    IntStream.range(0, agents)
        .forEach(
            agent ->
                service.database.inTransaction(
                    () ->
                        service.coordinator.atBarrier(
                            ServiceOnH2.ID, run, new Barrier("agent-" + agent, true, null, null))));
    return run;
  }

  private List<Outcome<SnapshotReply>> deliver(List<Delivery> together) {
    return service.database.inTransaction(
        () -> service.deliveries.deliver(ServiceOnH2.ID, together));
  }

  private List<Outcome<HeartbeatReply>> hear(String... agents) {
    return service.database.inTransaction(
        () ->
            service.heartbeats.heard(
                ServiceOnH2.ID, Stream.of(agents).map(each -> new Beat(each, RUNNING)).toList()));
  }

  /** Tells of one request. */
  private static Delivery part(String run, String agent, long sequence, boolean last) {
    RunFigures one = new RunFigures();
    one.at(0, 0).count(Counter.SENT, 1);
    return Delivery.of(
        run, new Snapshot(agent, sequence, last, null, null, one.toParts(), null, null));
  }

  private long sent(String run, String agent) {
    return service.database.inTransaction(
        () -> service.snapshots.sum(run, agent).figures().whole().counted(Counter.SENT));
  }
}
