package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.service.settings.ContainerTransactions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a question at the barrier takes of the service, and when the next one comes. */
class BarrierCostTest {
  private static final AiService FOUND =
      new AiService("vllm", "http://127.0.0.1:8000", null, "m", null, null, false);

  private final ServiceOnH2 service = new ServiceOnH2();
  private final RunCoordinator coordinator =
      new ContainerTransactions(service.database, ContainerTransactions.Edges.quiet())
          .around(service.coordinator);

  @AfterEach
  void close() {
    service.close();
  }

  /** Somebody else holds the group's lock for as long as this takes. */
  @Test
  void answersWithoutTheGroupsLockWhoSaysNothingNew() {
    long pk = service.ready(3);
    String run = service.begun();
    ask(run, new Barrier("agent-0", true, FOUND, null));
    ask(run, new Barrier("agent-1", false, null, null));

    whileLocked(
        pk,
        () -> {
          BarrierReply reply = ask(run, new Barrier("agent-0", true, FOUND, null));
          assertThat(reply.command()).isEqualTo(BarrierReply.WAIT);
          assertThat(reply.service()).isEqualTo(FOUND);
          assertThat(ask(run, new Barrier("agent-1", false, null, null)).service())
              .isEqualTo(FOUND);
        });
  }

  @Test
  void tellsTheStartWithoutTheGroupsLock() {
    long pk = service.ready(2);
    String run = service.begun();
    ask(run, ready("agent-0"));
    Double start = ask(run, ready("agent-1")).startAt();
    assertThat(start).isNotNull();

    whileLocked(
        pk,
        () -> {
          BarrierReply reply = ask(run, ready("agent-0"));
          assertThat(reply.command()).isEqualTo(BarrierReply.GO);
          assertThat(reply.startAt()).isEqualTo(start);
        });
  }

  @Test
  void saysWhenToAskAgainSoThatTheStartIsHeardInTime() {
    service.ready(2);
    String run = service.begun();
    BarrierReply reply = ask(run, ready("agent-0"));
    assertThat(reply.askAfter()).isEqualTo(0.2);

    BarrierReply go = ask(run, ready("agent-1"));

    assertThat(go.startAt() - go.serverTime()).isCloseTo(0.7, within());
  }

  @ParameterizedTest
  @CsvSource({"1, 200, 700", "100, 200, 700", "101, 202, 704", "1000, 2000, 4300"})
  void asksForOneQuestionOfEachInTimeAndForOneMore(int agents, long askAfter, long lead) {
    assertThat(BarrierPace.askAfter(agents)).isEqualTo(Duration.ofMillis(askAfter));
    assertThat(BarrierPace.lead(agents)).isEqualTo(Duration.ofMillis(lead));
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.0005);
  }

  private static Barrier ready(String agent) {
    return new Barrier(agent, true, null, null);
  }

  private BarrierReply ask(String run, Barrier barrier) {
    return coordinator.atBarrier(ServiceOnH2.ID, run, barrier);
  }

  private void whileLocked(long pk, Runnable questions) {
    service.database.inTransaction(
        () -> {
          service.groups.byKeyLocked(pk).orElseThrow();
          // Whoever waited for the lock would wait for this very thread.
          assertThat(CompletableFuture.runAsync(questions)).succeedsWithin(30, TimeUnit.SECONDS);
          return true;
        });
  }
}
