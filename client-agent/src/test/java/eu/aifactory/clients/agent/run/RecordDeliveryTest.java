package eu.aifactory.clients.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.FakeService;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.service.TestLink;
import eu.aifactory.clients.agent.settings.TestSettings;
import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.load.records.EndedRequest;
import eu.aifactory.clients.load.records.RequestLog;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.records.RecordBlock;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a run's records, from the load to the service. */
@Timeout(60)
class RecordDeliveryTest {
  @TempDir Path folder;
  private final FakeService service = new FakeService();
  private final RunFigures figures = new RunFigures();
  private RecordKeeping records;
  private RequestLog log;

  @BeforeEach
  void begin() {
    records =
        RecordKeeping.of(order(new Workload.Records(true, false, null)), "p-", "agent-1", folder);
    log = records.logs().forLoop();
    records.logs().startsAt(0, 0);
  }

  @AfterEach
  void close() {
    records.giveUp("the test is over");
    records.breakOff();
    service.close();
  }

  @Test
  void bringsAllToTheServiceAndRemovesTheFile() throws Exception {
    assertThat(folder.toFile().list()).hasSize(1);
    records.deliverTo(link());
    ended(5);
    records.end(figures);
    records.awaitOver();

    assertThat(service.blocks).extracting(RecordBlock::records).containsExactly(5);
    assertThat(service.recordEnds).singleElement().matches(end -> end.kept() == 5);
    assertThat(figures.whole().counted(Counter.RECORDS_KEPT)).isEqualTo(5);
    assertThat(service.paths)
        .containsExactly(
            "/api/v1/client-group/123/runs/run-1/records/%s/0".formatted(agent()),
            "/api/v1/client-group/123/runs/run-1/records/%s".formatted(agent()));
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void deliversWhileTheRunGoesOn() throws Exception {
    records.deliverTo(link());
    ended(2);
    Eventually.await("the first block", () -> service.blocks.size() == 1);
    ended(3);
    records.end(figures);
    records.awaitOver();

    assertThat(service.blocks).extracting(RecordBlock::records).containsExactly(2, 3);
  }

  @Test
  void repeatsWhatWasNotAcknowledged() throws Exception {
    service.refuse(FakeService.RECORDS, 503, 503);
    service.loseAnswer(FakeService.RECORDS);
    records.deliverTo(link());
    ended(5);
    records.end(figures);
    records.awaitOver();

    assertThat(service.blocks).hasSize(1);
    assertThat(service.recordEnds).hasSize(1);
    assertThat(service.paths).hasSize(5);
  }

  @Test
  void waitsForAServiceThatIsAway() throws Exception {
    service.goAway();
    records.deliverTo(link());
    ended(5);
    records.end(figures);
    assertThat(service.blocks).isEmpty();
    service.comeBack();
    records.awaitOver();

    assertThat(service.blocks).hasSize(1);
  }

  @Test
  void keepsTheFileThatTheServiceRefuses() throws Exception {
    service.refuse(FakeService.RECORDS, 422);
    records.deliverTo(link());
    ended(5);
    records.end(figures);
    records.awaitOver();

    assertThat(service.blocks).isEmpty();
    assertThat(service.recordEnds).isEmpty();
    assertThat(figures.whole().counted(Counter.RECORDS_KEPT)).isEqualTo(5);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void endsWhenItIsGivenUp() throws Exception {
    service.goAway();
    records.deliverTo(link());
    ended(5);
    records.giveUp("enough");
    records.end(figures);
    records.awaitOver();

    service.comeBack();
    assertThat(service.blocks).isEmpty();
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void tellsOfAFolderThatIsNotThereInTheFigures() throws Exception {
    records.breakOff();
    records =
        RecordKeeping.of(
            order(new Workload.Records(true, false, null)), "p-", "a", folder.resolve("gone"));
    log = records.logs().forLoop();
    records.deliverTo(link());
    ended(4);
    records.end(figures);
    records.awaitOver();

    assertThat(figures.whole().counted(Counter.RECORDS_UNWRITTEN)).isEqualTo(4);
    assertThat(service.recordEnds).singleElement().matches(end -> end.missed().unwritten() == 4);
  }

  @Test
  void keepsNothingThatNobodyAskedFor() throws Exception {
    RecordKeeping none = RecordKeeping.of(order(null), "p-", "a", folder);
    none.deliverTo(link());
    none.logs().forLoop().ended(new Failed(0));
    none.end(figures);
    none.awaitOver();

    assertThat(service.paths).isEmpty();
    assertThat(figures.whole().counted(Counter.RECORDS_KEPT)).isZero();
  }

  private void ended(int requests) {
    for (int i = 0; i < requests; i++) {
      log.ended(new Failed(i));
    }
    log.over();
  }

  private ServiceLink link() {
    return TestLink.of(TestSettings.with(service.address(), Map.of())).link();
  }

  private String agent() {
    String path = service.paths.getFirst();
    return path.substring(path.indexOf("/records/") + "/records/".length(), path.lastIndexOf('/'));
  }

  private static RunOrder order(Workload.Records wanted) {
    return new RunOrder(
        123,
        "run-1",
        0,
        1,
        1,
        1,
        "http://127.0.0.1:1",
        null,
        Workload.standard().withRecords(wanted),
        null);
  }

  /** A request that found nobody. */
  private record Failed(long index) implements EndedRequest {
    private static final Answer NOTHING = new Answer();

    static {
      NOTHING.begin();
      NOTHING.settle();
    }

    @Override
    public int stage() {
      return 0;
    }

    @Override
    public int turn() {
      return 0;
    }

    @Override
    public int requestClass() {
      return 0;
    }

    @Override
    public String errorClass() {
      return "connect";
    }

    @Override
    public int status() {
      return 0;
    }

    @Override
    public boolean reused() {
      return false;
    }

    @Override
    public long dueNanos() {
      return index;
    }

    @Override
    public long sentNanos() {
      return NEVER;
    }

    @Override
    public long headNanos() {
      return NEVER;
    }

    @Override
    public long endNanos() {
      return index + 1;
    }

    @Override
    public Answer answer() {
      return NOTHING;
    }
  }
}
