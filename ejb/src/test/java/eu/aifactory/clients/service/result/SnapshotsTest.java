package eu.aifactory.clients.service.result;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.service.settings.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
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
            assertThat(snapshots.keep("run", part)).isTrue();
          }
        });

    Figures sum = database.inTransaction(() -> snapshots.sum("run", "agent").figures().whole());

    assertThat(sum.counted(Counter.SENT)).isEqualTo(parts);
  }
}
