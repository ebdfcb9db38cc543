package eu.aifactory.clients.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotSpoolTest {
  private static final long PLENTY = 1_000_000;

  @TempDir Path folder;

  @Test
  void isReadAsItWasWrittenWithThePartsOfANumberInOne() throws Exception {
    SnapshotSpool spool = spool(PLENTY);
    spool.begin(List.of(part(0, 1), part(1, 2)));
    spool.append(part(2, 3));
    spool.append(part(2, 4));
    spool.append(part(3, 5));
    spool.leave();

    assertThat(countsIn(only())).containsExactly(1L, 2L, 7L, 5L);
    try (SpoolReader reader = new SpoolReader(Files.newInputStream(only()))) {
      assertThat(reader.header()).contains(new SpoolHeader(123, 4, "run-1", "node-4-abc"));
    }
  }

  /** Wherever a dying process's last write was cut, all before it is there. */
  @Test
  void isReadUpToWhereItWasTornOff() throws Exception {
    SnapshotSpool spool = spool(PLENTY);
    spool.begin(List.of(part(0, 1), part(1, 2)));
    spool.leave();
    byte[] whole = Files.readAllBytes(only());

    for (int length = 0; length < whole.length; length++) {
      Files.write(only(), Arrays.copyOf(whole, length));
      List<Long> read = countsIn(only());
      assertThat(read).as("of %d bytes", length).isEqualTo(List.of(1L, 2L).subList(0, read.size()));
    }
    Files.write(only(), Arrays.copyOf(whole, whole.length - 2));
    assertThat(countsIn(only())).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void isReadUpToWhatWasChanged(double where) throws Exception {
    SnapshotSpool spool = spool(PLENTY);
    spool.begin(List.of(part(0, 1), part(1, 2), part(2, 3)));
    spool.leave();
    byte[] changed = Files.readAllBytes(only());
    changed[(int) (changed.length * where)] ^= 1;
    Files.write(only(), changed);

    assertThat(countsIn(only())).hasSizeLessThan(3);
  }

  @Test
  void takesNoMoreThanItMay() throws Exception {
    SnapshotSpool spool = spool(2_000);
    spool.begin(List.of(part(0, 1)));
    for (int sequence = 1; sequence < 100; sequence++) {
      spool.append(part(sequence, 1));
    }
    spool.leave();

    assertThat(Files.size(only())).isBetween(500L, 2_000L);
    assertThat(countsIn(only())).isNotEmpty().allMatch(count -> count == 1);
  }

  @Test
  void beginsAnewWhenItWasRemoved() throws Exception {
    SnapshotSpool spool = spool(PLENTY);
    spool.begin(List.of(part(0, 1)));
    spool.remove();
    assertThat(files()).isEmpty();

    spool.begin(List.of(part(1, 2)));

    assertThat(countsIn(only())).containsExactly(2L);
  }

  @Test
  void isWrittenByAThreadThatWasInterrupted() throws Exception {
    SnapshotSpool spool = spool(PLENTY);
    Thread.currentThread().interrupt();

    spool.begin(List.of(part(0, 1)));
    spool.append(part(1, 2));
    spool.leave();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(countsIn(only())).containsExactly(1L, 2L);
  }

  @Test
  void isNoFaultOfTheRunWhenTheFolderCannotBeWritten() throws Exception {
    SnapshotSpool spool =
        new SpoolFolder(folder.resolve("nowhere"), 123, 4, PLENTY).spool("run-1", "node-4-abc");

    spool.begin(List.of(part(0, 1)));
    spool.append(part(1, 2));
    spool.leave();
    spool.remove();

    assertThat(files()).isEmpty();
  }

  private SnapshotSpool spool(long mostBytes) {
    return new SpoolFolder(folder, 123, 4, mostBytes).spool("run-1", "node-4-abc");
  }

  private List<Path> files() throws IOException {
    return new SpoolFolder(folder, 123, 4, PLENTY).files();
  }

  private Path only() throws IOException {
    assertThat(files()).hasSize(1);
    return files().getFirst();
  }

  private static List<Long> countsIn(Path file) throws IOException {
    List<Long> counts = new ArrayList<>();
    try (SpoolReader reader = new SpoolReader(Files.newInputStream(file))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        counts.add(RunFigures.of(next.get().stages()).whole().counted(Counter.SUCCEEDED));
      }
    }
    return counts;
  }

  private static Snapshot part(long sequence, int succeeded) {
    RunFigures run = new RunFigures();
    run.at(0, 0).count(Counter.SUCCEEDED, succeeded);
    return new Snapshot("node-4-abc", sequence, false, null, null, run.toParts(), null, List.of());
  }
}
