package eu.aifactory.clients.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.FakeService;
import eu.aifactory.clients.agent.service.TestLink;
import eu.aifactory.clients.agent.settings.TestSettings;
import eu.aifactory.clients.agent.spool.SpoolFolder;
import eu.aifactory.clients.agent.spool.SpoolHandOver;
import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SnapshotDeliveryTest {
  private static final AgentHealth HEALTH = new AgentHealth(1.0, 2.0, null);
  private static final List<ServerSample> LOOKS =
      List.of(new ServerSample(1, 2, Map.of("generation_tokens_total", 3.0), null));

  @TempDir Path spools;

  private final FakeService service = new FakeService();
  private final List<String> stops = new CopyOnWriteArrayList<>();
  private final List<LoadEnding> endings = new CopyOnWriteArrayList<>();
  private SnapshotDelivery delivery;

  @BeforeEach
  void open() {
    delivery = delivery(100);
  }

  @AfterEach
  void close() {
    delivery.giveUp("the test is over");
    service.close();
  }

  @Test
  void deliversInOrderAndEndsWithTheLast() throws Exception {
    for (int i = 1; i <= 5; i++) {
      delivery.offer(succeeded(i));
    }
    delivery.offerLast(succeeded(6), Snapshot.COMPLETED, null);
    delivery.awaitOver();

    assertThat(service.snapshots).extracting(Snapshot::sequence).containsExactly(sequences(6));
    assertThat(sum()).isEqualTo(21);
    assertThat(service.snapshots.getLast())
        .matches(Snapshot::last)
        .matches(last -> last.outcome().equals(Snapshot.COMPLETED));
    assertThat(service.snapshots).filteredOn(Snapshot::last).hasSize(1);
  }

  @Test
  void repeatsWhatWasNotAcknowledged() throws Exception {
    service.refuse(FakeService.SNAPSHOTS, 503, 503);
    service.answerWithPage(FakeService.SNAPSHOTS, 404);

    delivery.offer(succeeded(3));
    delivery.offerLast(succeeded(4), Snapshot.COMPLETED, null);
    delivery.awaitOver();

    assertThat(service.snapshots).extracting(Snapshot::sequence).containsExactly(sequences(2));
    assertThat(sum()).isEqualTo(7);
  }

  @Test
  void sendsTheSameUnderTheSameNumberWhenAnAnswerWasLost() throws Exception {
    service.loseAnswer(FakeService.SNAPSHOTS);

    delivery.offer(succeeded(3));
    delivery.offerLast(succeeded(4), Snapshot.COMPLETED, null);
    delivery.awaitOver();

    assertThat(service.paths).hasSize(3);
    assertThat(sum()).isEqualTo(7);
  }

  @Test
  void mergesIntervalsWhenTheServiceIsAwayForLong() throws Exception {
    delivery.giveUp("unused");
    delivery = delivery(4);
    service.goAway();
    for (int i = 0; i < 50; i++) {
      delivery.offer(succeeded(2));
    }
    delivery.offerLast(succeeded(1), Snapshot.STOPPED, "because");

    service.comeBack();
    delivery.awaitOver();

    assertThat(service.snapshots).extracting(Snapshot::sequence).containsExactly(sequences(4));
    assertThat(sum()).isEqualTo(101);
    long recorded =
        service.snapshots.stream()
            .mapToLong(
                s -> RunFigures.of(s.stages()).whole().histogram(Figure.TTFT).getTotalCount())
            .sum();
    assertThat(recorded).isEqualTo(101);
    assertThat(service.snapshots.stream().mapToInt(snapshot -> snapshot.server().size()).sum())
        .isEqualTo(51);
    assertThat(service.snapshots.getLast().reason()).isEqualTo("because");
    assertThat(
            service.snapshots.stream().mapToDouble(snapshot -> snapshot.health().gcPauseMs()).sum())
        .isEqualTo(102.0);
  }

  @Test
  void stopsTheRunWhenTheServiceRefusesItsSnapshots() throws Exception {
    service.refuse(FakeService.SNAPSHOTS, 410);

    delivery.offer(succeeded(3));
    delivery.awaitOver();

    assertThat(stops).containsExactly("the service refuses the run's snapshots: scripted refusal");
  }

  /** Nobody touches the disk for a service that is there. */
  @Test
  void spoolsWhatWaitsAndOnlyThat() throws Exception {
    delivery.offer(succeeded(1));
    delivery.awaitAcknowledged();
    assertThat(spoolFiles()).isEmpty();

    service.goAway();
    delivery.offer(succeeded(2));
    Eventually.await("a spool", () -> spoolFiles().size() == 1);
    assertThat(Files.getPosixFilePermissions(spoolFiles().getFirst()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    service.comeBack();
    delivery.awaitAcknowledged();

    Eventually.await("the spool removed", () -> spoolFiles().isEmpty());
    assertThat(sum()).isEqualTo(3);
  }

  @Test
  void leavesToAnotherProcessWhatItCannotDeliver() throws Exception {
    delivery = delivery(3);
    delivery.offer(succeeded(1));
    delivery.awaitAcknowledged();
    service.goAway();
    for (int i = 0; i < 10; i++) {
      delivery.offer(succeeded(2));
    }
    delivery.offerLast(succeeded(5), Snapshot.STOPPED, "the service is lost");
    delivery.giveUp("enough");
    delivery.awaitOver();
    service.comeBack();

    assertThat(handOver().deliverAll()).isTrue();

    assertThat(sum()).isEqualTo(26);
    assertThat(service.snapshots).extracting(Snapshot::sequence).containsExactly(sequences(4));
    assertThat(service.snapshots.getLast().last()).isTrue();
    assertThat(service.snapshots.getLast().reason()).isEqualTo("the service is lost");
    assertThat(spoolFiles()).isEmpty();
  }

  /** What is in the file may have arrived: its acknowledgement was lost with the process. */
  @Test
  void countsOnceWhatTwoProcessesDeliver() throws Exception {
    service.loseAnswer(FakeService.SNAPSHOTS);
    delivery.offer(succeeded(3));
    Eventually.await("a spool", () -> spoolFiles().size() == 1 || sum() == 3);
    service.goAway();
    delivery.offerLast(succeeded(4), Snapshot.COMPLETED, null);
    delivery.giveUp("killed");
    delivery.awaitOver();
    service.comeBack();

    handOver().deliverAll();

    assertThat(sum()).isEqualTo(7);
  }

  @Test
  void leavesTheSpoolOfALivingProcessAlone() throws Exception {
    service.goAway();
    delivery.offer(succeeded(2));
    Eventually.await("a spool", () -> spoolFiles().size() == 1);
    service.refuse(FakeService.SNAPSHOTS, 503, 503, 503, 503, 503, 503);
    service.comeBack();

    assertThat(handOver().deliverAll()).isTrue();

    assertThat(spoolFiles()).hasSize(1);
    delivery.awaitAcknowledged();
  }

  @Test
  void keepsTheSpoolOfAServiceThatStaysAway() throws Exception {
    service.goAway();
    delivery.offerLast(succeeded(2), Snapshot.COMPLETED, null);
    delivery.giveUp("enough");
    delivery.awaitOver();

    assertThat(handOver(Duration.ofMillis(300)).deliverAll()).isFalse();

    assertThat(spoolFiles()).hasSize(1);
    service.comeBack();
  }

  @ParameterizedTest
  @CsvSource({"404, 0", "410, 0", "401, 1"})
  void keepsWhatTheServiceMayStillTakeOfAnother(int refusal, int left) throws Exception {
    service.goAway();
    delivery.offerLast(succeeded(2), Snapshot.COMPLETED, null);
    delivery.giveUp("enough");
    delivery.awaitOver();
    service.comeBack();
    service.refuse(FakeService.SNAPSHOTS, refusal);

    handOver().deliverAll();

    assertThat(spoolFiles()).hasSize(left);
  }

  @Test
  void endsWhenItIsGivenUp() throws Exception {
    service.goAway();
    delivery.offerLast(succeeded(3), Snapshot.COMPLETED, null);

    delivery.giveUp("enough");
    delivery.awaitOver();

    assertThat(service.snapshots).isEmpty();
    service.comeBack();
  }

  @Test
  void deliversWhileTheRunGoesOn() {
    delivery.offer(succeeded(1));
    Eventually.await("first snapshot", () -> service.snapshots.size() == 1);

    delivery.offer(succeeded(1));
    Eventually.await("second snapshot", () -> service.snapshots.size() == 2);
  }

  @Test
  void tellsWhatEndsTheLoadAsOftenAsItIsTold() throws Exception {
    delivery = delivery(10);
    LoadEnding ending = new LoadEnding(2, "too much", true);
    service.endLoad(ending);

    delivery.offer(succeeded(1));
    delivery.offer(succeeded(2));
    delivery.awaitAcknowledged();

    assertThat(endings).containsExactly(ending, ending);
  }

  /** What waits may be merged: then all of it is acknowledged with the part that took it in. */
  @Test
  void waitsUntilAllThatWasOfferedIsAcknowledged() throws Exception {
    service.goAway();
    delivery = delivery(2);
    for (int i = 0; i < 5; i++) {
      delivery.offer(succeeded(i + 1));
    }
    service.comeBack();

    delivery.awaitAcknowledged();

    assertThat(sum()).isEqualTo(15);
    assertThat(service.snapshots.stream().flatMap(each -> each.samples().stream()))
        .extracting(LoadSample::tick)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void waitsNoLongerWhenNothingWillBeAcknowledged() throws Exception {
    service.refuse(FakeService.SNAPSHOTS, 404);
    delivery = delivery(10);

    delivery.offer(succeeded(1));
    delivery.awaitAcknowledged();

    assertThat(service.snapshots).isEmpty();
  }

  private SnapshotDelivery delivery(int capacity) {
    return new SnapshotDelivery(
        "run-1",
        "agent-1",
        link().link(),
        capacity,
        folder().spool("run-1", "agent-1"),
        stops::add,
        endings::add);
  }

  private TestLink link() {
    return TestLink.of(TestSettings.with(service.address(), Map.of()));
  }

  private SpoolFolder folder() {
    return new SpoolFolder(spools, 123, 0, 1_000_000);
  }

  private List<Path> spoolFiles() {
    try {
      return folder().files();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SpoolHandOver handOver() {
    return handOver(Duration.ofSeconds(20));
  }

  private SpoolHandOver handOver(Duration limit) {
    return new SpoolHandOver(folder(), link().link(), limit);
  }

  private long sum() {
    return service.snapshots.stream()
        .mapToLong(snapshot -> RunFigures.of(snapshot.stages()).whole().counted(Counter.SUCCEEDED))
        .sum();
  }

  private static Measured succeeded(int requests) {
    RunFigures run = new RunFigures();
    Figures figures = run.at(0, 0);
    figures.count(Counter.SUCCEEDED, requests);
    figures.record(Figure.TTFT, 1_000_000, requests);
    LoadSample sample = new LoadSample(0, requests, 0, true, requests, requests, 0, 0.5);
    return new Measured(run, HEALTH, LOOKS, List.of(sample));
  }

  private static Long[] sequences(int number) {
    return LongStream.range(0, number).boxed().toArray(Long[]::new);
  }
}
