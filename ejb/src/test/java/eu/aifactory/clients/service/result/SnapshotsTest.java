package eu.aifactory.clients.service.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.Machine;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.Slice;
import eu.aifactory.clients.protocol.figures.Span;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import eu.aifactory.clients.protocol.result.SteadyPart;
import eu.aifactory.clients.protocol.result.SteadyWindow;
import eu.aifactory.clients.service.settings.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final long SECOND = 1_000_000;

  private final TestDatabase database = new TestDatabase();
  private final Snapshots snapshots = database.wired(new Snapshots());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void addsUpEveryPartOnceHoweverManyPagesThereAre() {
    int parts = 2 * Snapshots.PAGE + 1;
    RunFigures one = new RunFigures();
    one.at(0, 0).count(Counter.SENT, 1);
    database.inTransaction(
        () -> {
          for (int sequence = 0; sequence < parts; sequence++) {
            Snapshot part =
                new Snapshot("agent", sequence, false, null, null, one.toParts(), null, null);
            assertThat(keep(part)).containsExactly(part);
          }
        });

    Figures sum = database.inTransaction(() -> snapshots.sum("run", "agent").figures().whole());

    assertThat(sum.counted(Counter.SENT)).isEqualTo(parts);
  }

  @Test
  void addsToTheSteadyPartWhatWasMeasuredInIt() {
    RunFigures one = new RunFigures();
    one.at(RunFigures.WARM_UP, 0).count(Counter.SUCCEEDED, 1_000);
    one.at(0, 0).count(Counter.SUCCEEDED, 10);
    database.inTransaction(
        () -> {
          for (int sequence = 0; sequence < 9; sequence++) {
            Span span = new Span(sequence * SECOND + 300, (sequence + 1) * SECOND + 200);
            keep(
                new Snapshot(
                    "agent",
                    sequence,
                    false,
                    null,
                    null,
                    one.toParts(),
                    null,
                    null,
                    null,
                    span,
                    new Machine("Linux 6", null, sequence, null, null),
                    10.0 - sequence));
          }
        });
    Span window = new Span(2 * SECOND, 7 * SECOND);
    SteadyPart part = new SteadyPart(SteadyWindow.of(List.of(new Slice(window, 5))));

    database.inTransaction(() -> snapshots.addSteady(part, window, "run", "agent"));

    assertThat(steady(part).requests().succeeded()).isEqualTo(50);
    assertThat(steady(part).seconds()).isCloseTo(4.9995, within(1e-9));
    Snapshots.Sum sum = database.inTransaction(() -> snapshots.sum("run", "agent"));
    assertThat(sum.slices()).hasSize(9);
    assertThat(sum.machine().cores()).isEqualTo(8);
    assertThat(sum.clockUncertaintyMs()).isEqualTo(10);
  }

  @Test
  void keepsAPartOnceWhetherItComesAgainOrTwiceAtOnce() {
    Snapshot zero = part(0);
    Snapshot one = part(1);
    assertThat(database.inTransaction(() -> keep(zero))).containsExactly(zero);

    List<Snapshot> kept = database.inTransaction(() -> keep(zero, one, part(1)));

    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst()).isSameAs(one);
    assertThat(database.inTransaction(() -> keep(one, zero))).isEmpty();
    assertThat(database.inTransaction(() -> snapshots.keep("run", List.of(), false))).isEmpty();
  }

  private static Snapshot part(long sequence) {
    return new Snapshot("agent", sequence, false, null, null, null, null, null);
  }

  private List<Snapshot> keep(Snapshot... parts) {
    return snapshots.keep("run", Stream.of(parts).map(CheckedPart::of).toList(), false);
  }

  private static Result.Steady steady(SteadyPart part) {
    return ResultAssembly.assemble(
            1L,
            "run",
            Instant.EPOCH,
            1,
            Workload.standard(),
            null,
            List.of(),
            new RunStages(List.of(), new RunFigures()),
            part)
        .steady();
  }
}
