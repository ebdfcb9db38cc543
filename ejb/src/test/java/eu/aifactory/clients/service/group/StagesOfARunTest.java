package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sweep or search of two agents, and conditions over both of their shares. */
class StagesOfARunTest {
  private static final String FIRST = "agent-0";
  private static final String SECOND = "agent-1";
  private static final LongUnaryOperator NONE = tick -> 0;

  private final ServiceOnH2 service = new ServiceOnH2();
  private final Map<String, Long> sequences = new HashMap<>();
  private String run;

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void startsAStageOnceForAllWhenAllHaveEndedTheOneBefore() {
    begin(sweep());
    measured(FIRST, 0, 50, 50, 0);

    BarrierReply tooEarly = before(1, FIRST, false);
    BarrierReply chosen = before(1, SECOND, false);
    BarrierReply ready = before(1, FIRST, true);
    BarrierReply start = before(1, SECOND, true);
    BarrierReply again = before(1, FIRST, true);
    service.clock.advance(Duration.ofMinutes(1));
    BarrierReply late = before(1, SECOND, false);

    assertThat(tooEarly.command()).isEqualTo(BarrierReply.WAIT);
    assertThat(tooEarly.rate()).isNull();
    assertThat(chosen.command()).isEqualTo(BarrierReply.WAIT);
    assertThat(chosen.rate()).isEqualTo(20);
    assertThat(ready.command()).isEqualTo(BarrierReply.WAIT);
    assertThat(start.command()).isEqualTo(BarrierReply.GO);
    assertThat(start.startAt()).isGreaterThan(start.serverTime());
    assertThat(List.of(again, late))
        .extracting(BarrierReply::startAt)
        .containsOnly(start.startAt());
    assertThat(List.of(again, late)).extracting(BarrierReply::rate).containsOnly(20.0);
  }

  @Test
  void endsWithTheLastStage() {
    begin(sweep());

    measured(FIRST, 0, 50, 50, 0);
    assertThat(follow(1).rate()).isEqualTo(20);
    measured(SECOND, 1, 50, 50, 0);
    assertThat(follow(2).rate()).isEqualTo(40);
    measured(FIRST, 2, 50, 50, 0);
    assertThat(follow(3).command()).isEqualTo(BarrierReply.END);
  }

  @Test
  void endsWhereNothingWasMeasured() {
    begin(sweep());

    assertThat(follow(1).command()).isEqualTo(BarrierReply.END);
  }

  /** What one agent saw counts for all, as it does in the result. */
  @Test
  void endsASweepThatOverSaturatedTheServer() {
    begin(sweep());
    measured(SECOND, 0, 100, 100, 1);

    assertThat(follow(1).command()).isEqualTo(BarrierReply.END);
  }

  /** One agent alone would double the rate, the other one would give up. */
  @Test
  void choosesByWhatBothMeasured() {
    begin(search());
    measured(FIRST, 0, 100, 100, 0);
    measured(SECOND, 0, 100, 80, 0);
    assertThat(follow(1).rate()).as("180 of 200 shows 80 %").isEqualTo(20);
    measured(FIRST, 1, 100, 100, 0);
    measured(SECOND, 1, 100, 20, 0);

    assertThat(follow(2).rate()).isEqualTo(15);
  }

  @Test
  void goesNoFurtherWithoutOneOfItsAgents() {
    begin(sweep());
    measured(FIRST, 0, 50, 50, 0);
    assertThat(follow(1).rate()).isEqualTo(20);
    measured(FIRST, 1, 50, 50, 0);
    deliver(SECOND, new RunFigures(), List.of(), Snapshot.FAILED);

    assertThat(before(2, FIRST, false).command()).isEqualTo(BarrierReply.END);
  }

  /** Nobody new asks then: the question of one that waits already has to decide. */
  @Test
  void decidesWhenTheOneThatAllWaitForIsLost() {
    begin(sweep());
    measured(FIRST, 0, 50, 50, 0);
    assertThat(before(1, FIRST, false).command()).isEqualTo(BarrierReply.WAIT);
    assertThat(before(1, FIRST, false).command()).isEqualTo(BarrierReply.WAIT);

    deliver(SECOND, new RunFigures(), List.of(), Snapshot.FAILED);

    assertThat(before(1, FIRST, false).command()).isEqualTo(BarrierReply.END);
  }

  @Test
  void refusesAStageThatIsNoStage() {
    begin(sweep());

    assertThatThrownBy(() -> before(2, FIRST, false))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("stage is 2, and run %s has no stage 1".formatted(run));
    assertThatThrownBy(() -> before(0, FIRST, false))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("stage must be 1 to 100, not 0");
  }

  @Test
  void refusesAStageOfALoadThatHasNone() {
    begin(Workload.standard());

    assertThatThrownBy(() -> before(1, FIRST, false))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("stage is 1, and the load of run %s has none to wait for".formatted(run));
  }

  @Test
  void countsErrorsOverAllAgents() {
    begin(stopping(new Workload.Stop(5L, null, null, null)));

    LoadEnding none = sampled(FIRST, 0, 4, NONE, tick -> 3).ending();
    LoadEnding found = sampled(SECOND, 0, 4, NONE, tick -> 2).ending();
    LoadEnding told = sampled(FIRST, 4, 8, NONE, tick -> 3).ending();

    assertThat(none).isNull();
    assertThat(found.reason()).isEqualTo("5 requests failed, and the run stops at 5");
    assertThat(told).as("said once, told to all").isEqualTo(found);
  }

  @Test
  void judgesTheShareOfErrorsOverAllAgents() {
    begin(stopping(new Workload.Stop(null, 0.5, 10L, null)));

    assertThat(sampled(FIRST, 0, 1, tick -> 2, tick -> 7).ending()).as("9 requests").isNull();
    assertThat(sampled(SECOND, 0, 1, tick -> 9, NONE).ending()).as("7 of 18").isNull();
    assertThat(sampled(FIRST, 1, 2, tick -> 2, tick -> 13).ending().reason())
        .isEqualTo("13 of 24 requests failed, and the run stops at more than 50.0 %");
  }

  /** Ten due and five answered each tick, of each agent; the window of 10 s is full after 40. */
  @Test
  void findsAQueueThatGrowsOverAllAgents() {
    begin(stopping(new Workload.Stop(null, null, null, true)));
    LoadEnding found = null;
    long at = 0;
    while (found == null && at < 60) {
      sampled(FIRST, at, at + 4, tick -> 5 * tick, NONE);
      found = sampled(SECOND, at, at + 4, tick -> 5 * tick, NONE).ending();
      at += 4;
    }

    assertThat(found.overSaturated()).isTrue();
    assertThat(at).isBetween(40L, 48L);
  }

  /** What one agent's queue gains the other's loses, and one hears of them one by one. */
  @Test
  void doesNotTakeOneAgentsQueueForTheServers() {
    begin(stopping(new Workload.Stop(null, null, null, true)));
    for (long at = 0; at < 240; at += 80) {
      LoadEnding first = sampled(FIRST, at, at + 80, tick -> 5 * tick, NONE).ending();
      LoadEnding second = sampled(SECOND, at, at + 80, tick -> 15 * tick, NONE).ending();

      assertThat(first).isNull();
      assertThat(second).isNull();
    }
  }

  private static Workload sweep() {
    return Workload.standard()
        .withLoad(
            Workload.Load.of(Workload.Load.CONSTANT)
                .duration(10.0)
                .sweep(new Workload.Sweep(10.0, 40.0, 3, null))
                .build());
  }

  private static Workload search() {
    Workload.Load load =
        Workload.Load.of(Workload.Load.CONSTANT)
            .duration(30.0)
            .search(new Workload.Search(10.0, 40.0, 0.8, null, null, null))
            .build();
    Workload.Slo slo = new Workload.Slo(null, null, null, 100.0);
    return new Workload(null, null, null, null, null, load, null, null, slo, null, null, null);
  }

  private static Workload stopping(Workload.Stop stop) {
    return Workload.standard()
        .withLoad(
            Workload.Load.of(Workload.Load.CONSTANT).rate(80.0).duration(60.0).stop(stop).build());
  }

  private void begin(Workload workload) {
    service.ready(2, workload);
    run = service.begun();
    for (String agent : List.of(FIRST, SECOND)) {
      atBarrier(new Barrier(agent, true, null, null));
    }
  }

  /** Both stand before it and are ready. */
  private BarrierReply follow(int stage) {
    before(stage, FIRST, false);
    before(stage, SECOND, true);
    return before(stage, FIRST, true);
  }

  private BarrierReply before(int stage, String agent, boolean ready) {
    return atBarrier(Barrier.before(stage, agent, ready));
  }

  private BarrierReply atBarrier(Barrier barrier) {
    return service.database.inTransaction(
        () -> service.coordinator.atBarrier(ServiceOnH2.ID, run, barrier));
  }

  private void measured(String agent, int stage, long intended, long good, long overSaturated) {
    RunFigures measured = new RunFigures();
    Figures figures = measured.at(stage, 0);
    figures.count(Counter.INTENDED, intended);
    figures.count(Counter.GOOD, good);
    figures.count(Counter.OVER_SATURATED, overSaturated);
    deliver(agent, measured, List.of(), null);
  }

  private SnapshotReply sampled(
      String agent, long from, long to, LongUnaryOperator succeeded, LongUnaryOperator failed) {
    List<LoadSample> samples =
        LongStream.range(from, to)
            .mapToObj(
                tick -> {
                  long answered = succeeded.applyAsLong(tick);
                  return new LoadSample(
                      0,
                      tick,
                      0,
                      true,
                      10 * tick,
                      answered,
                      failed.applyAsLong(tick),
                      0.02 * answered);
                })
            .toList();
    return deliver(agent, new RunFigures(), samples, null);
  }

  private SnapshotReply deliver(
      String agent, RunFigures figures, List<LoadSample> samples, String outcome) {
    long sequence = sequences.merge(agent, 0L, (before, none) -> before + 1);
    Snapshot snapshot =
        new Snapshot(
            agent,
            sequence,
            outcome != null,
            outcome,
            null,
            figures.toParts(),
            null,
            null,
            samples,
            null,
            null,
            null);
    return service.deliver(run, snapshot);
  }
}
