package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.service.intake.Reply;
import eu.aifactory.clients.service.limit.TooManyException;
import eu.aifactory.clients.service.settings.ContainerTransactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderWaitsTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final ServiceOnH2 service = new ServiceOnH2();
  private final AgentOrders orders =
      new ContainerTransactions(service.database, ContainerTransactions.Edges.quiet())
          .around(service.agentOrders);
  private long nanos;
  private final OrderWaits waits = new OrderWaits(orders, 2, () -> nanos);

  @AfterEach
  void close() {
    service.close();
  }

  /** Keeps how it was answered. */
  private static final class OpenCall implements Reply<HeartbeatReply> {
    private final List<HeartbeatReply> replies = new ArrayList<>();
    private final List<RuntimeException> refusals = new ArrayList<>();

    @Override
    public void answer(HeartbeatReply reply) {
      replies.add(reply);
    }

    @Override
    public void refuse(RuntimeException why) {
      refusals.add(why);
    }

    boolean isOpen() {
      return replies.isEmpty() && refusals.isEmpty();
    }

    /** The answer, which came once. */
    HeartbeatReply reply() {
      assertThat(refusals).isEmpty();
      assertThat(replies).hasSize(1);
      return replies.getFirst();
    }
  }

  @Test
  void bringsEachAgentItsOrderWhenItIsStored() {
    service.ready(2);
    OpenCall first = await("agent-0");
    OpenCall second = await("agent-1");
    assertThat(first.isOpen()).isTrue();

    String run = service.begun();
    wake();

    assertThat(first.reply().command()).isEqualTo(HeartbeatReply.RUN);
    assertThat(first.reply().order().runId()).isEqualTo(run);
    assertThat(first.reply().order().rank()).isZero();
    assertThat(second.reply().order().rank()).isEqualTo(1);
    assertThat(second.reply().order()).isEqualTo(heartbeat("agent-1").order());
    assertThat(waits.size()).isZero();
  }

  @Test
  void findsWhatAnotherInstanceHasStored() {
    service.ready(2);
    OpenCall call = await("agent-0");
    waits.lookForAll();
    assertThat(call.isOpen()).as("there is nothing").isTrue();

    service.begun();
    waits.lookForAll();

    assertThat(call.reply().command()).isEqualTo(HeartbeatReply.RUN);
  }

  @Test
  void asksOneQuestionForAllGroupsThatWait() {
    long quiet = service.ready(1);
    assertThat(orders.withNews(Set.of(quiet, 999L))).containsExactly(999L);

    String run = service.begun();
    assertThat(orders.withNews(Set.of(quiet))).containsExactly(quiet);

    barrier(run, "agent-0");
    assertThat(orders.withNews(Set.of(quiet))).isEmpty();
  }

  @Test
  void answersAtOnceWhatIsKnownAlready() {
    service.ready(1);
    service.begun();

    assertThat(await("agent-0").reply().command()).isEqualTo(HeartbeatReply.RUN);
    assertThat(waits.size()).isZero();
  }

  @Test
  void repeatsNoOrderThatTheAgentHas() {
    service.ready(1);
    String run = service.begun();
    OpenCall call = new OpenCall();
    waits.await(ServiceOnH2.ID, "agent-0", run, WAIT, call);

    waits.lookForAll();

    assertThat(call.isOpen()).isTrue();
  }

  @Test
  void tellsAgentsToStopWhoseGroupIsOver() {
    long pk = service.ready(1);
    OpenCall call = await("agent-0");

    service.database.inTransaction(
        () ->
            service.log.move(
                service.groups.byKeyLocked(pk).orElseThrow(), GroupState.FAILED, "a test"));
    wake();

    assertThat(call.reply().command()).isEqualTo(HeartbeatReply.STOP);
  }

  @Test
  void refusesWhoseGroupWasDeleted() {
    long pk = service.ready(1);
    OpenCall call = await("agent-0");
    service.database.inTransaction(() -> service.groups.byKeyLocked(pk).orElseThrow().delete());

    waits.lookForAll();

    assertThat(call.replies).isEmpty();
    assertThat(call.refusals).hasSize(1).first().isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(() -> await("agent-0")).isInstanceOf(UnknownGroupException.class);
  }

  @Test
  void refusesWhoIsNotOnRecord() {
    service.ready(1);

    assertThatThrownBy(() -> await("nobody"))
        .isInstanceOf(UnknownAgentException.class)
        .hasMessageContaining("nobody");
    assertThat(waits.size()).isZero();
  }

  @Test
  void letsAnAgentGoOnWhenItHasWaitedForLongEnough() {
    service.ready(1);
    OpenCall call = await("agent-0");
    nanos += WAIT.toNanos() - 1;
    waits.endThoseDue();
    assertThat(call.isOpen()).isTrue();

    nanos += 1;
    waits.endThoseDue();

    assertThat(call.reply().command()).isEqualTo(HeartbeatReply.CONTINUE);
    assertThat(call.reply().serverTime()).isPositive();
  }

  @Test
  void letsANewerCallOfAnAgentEndTheOlderOne() {
    service.ready(1);
    OpenCall older = await("agent-0");
    OpenCall newer = await("agent-0");

    assertThat(older.reply().command()).isEqualTo(HeartbeatReply.CONTINUE);
    assertThat(newer.isOpen()).isTrue();
    assertThat(waits.size()).isEqualTo(1);
  }

  @Test
  void turnsAwayWhoWouldBeOneTooMany() {
    service.ready(3);
    await("agent-0");
    OpenCall second = await("agent-1");

    assertThatThrownBy(() -> await("agent-2"))
        .isInstanceOf(TooManyException.class)
        .hasMessageContaining("2 agents wait here");
    assertThat(await("agent-1").isOpen()).as("in the place of its own").isTrue();
    assertThat(second.reply().command()).isEqualTo(HeartbeatReply.CONTINUE);
  }

  /** Between the look at the database and the entry nobody could wake it. */
  @Test
  void missesNothingThatIsStoredWhileACallComesIn() {
    service.ready(1);
    OrderWaits[] itself = new OrderWaits[1];
    itself[0] =
        new OrderWaits(
            orders,
            2,
            () -> {
              // Asked for when the call has been looked up and has not entered yet.
              service.begun();
              assertThat(itself[0].changed(service.latestGroupKey())).isFalse();
              return 0;
            });
    OpenCall call = new OpenCall();

    itself[0].await(ServiceOnH2.ID, "agent-0", null, WAIT, call);

    assertThat(call.reply().command()).isEqualTo(HeartbeatReply.RUN);
  }

  @Test
  void endsAllThatWaitWithTheService() {
    service.ready(1);
    OpenCall call = await("agent-0");

    waits.close();

    assertThat(call.reply().command()).isEqualTo(HeartbeatReply.CONTINUE);
    assertThat(await("agent-0").reply().command()).isEqualTo(HeartbeatReply.CONTINUE);
  }

  private OpenCall await(String agent) {
    OpenCall call = new OpenCall();
    waits.await(ServiceOnH2.ID, agent, null, WAIT, call);
    return call;
  }

  /** What the container does when a transaction is committed. */
  private void wake() {
    List<OrdersChanged> changed = service.changes.take();
    assertThat(changed).isNotEmpty();
    changed.forEach(
        each -> {
          assertThat(waits.changed(each.groupPk())).isTrue();
          waits.look(each.groupPk());
        });
  }

  private HeartbeatReply heartbeat(String agent) {
    return service.database.inTransaction(
        () -> service.agentOrders.of(ServiceOnH2.ID, agent).reply());
  }

  private void barrier(String run, String agent) {
    service.database.inTransaction(
        () ->
            service.coordinator.atBarrier(
                ServiceOnH2.ID, run, new Barrier(agent, false, null, null)));
  }
}
