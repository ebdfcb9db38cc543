package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsCommandTest {
  private static final String TWO = "{\"index\":0}\n{\"index\":1}\n";

  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void printsTheRecordsOfTheLatestRun() {
    service.header("X-Records-Count", "2");
    answer("/records?format=ndjson", TWO);

    Captured run = aif("records", "7");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(TWO);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void printsThoseOfAnotherRunAsCsv() {
    service.header("X-Records-Count", "1");
    answer("/runs/R1/records?format=csv", "index,turn\r\n0,0\r\n");

    Captured run = aif("records", "7", "--run", "R1", "--format", "csv");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("index,turn\r\n0,0\r\n");
  }

  @Test
  void writesThemToAFileAsItsEndingSays() throws IOException {
    service.header("X-Records-Count", "1");
    answer("/records?format=csv", "index,turn\r\n0,0\r\n");
    Path file = folder.resolve("r.csv");

    Captured run = aif("records", "7", "--out", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("index,turn\n0,0\n");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void leavesNoFileOfRecordsThatBrokeOff() {
    service.header("X-Records-Count", "3");
    answer("/records?format=ndjson", TWO);

    Captured run = aif("records", "7", "--out", folder.resolve("r.ndjson").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly("aif: the client service sent 2 of 3 records: try again.");
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void saysOfWhichAgentsRecordsMayBeMissing() {
    service.header("X-Records-Count", "2").header("X-Records-Incomplete", "node-3");
    answer("/records?format=ndjson", TWO);

    Captured run = aif("records", "7");

    assertThat(run.exitCode()).isZero();
    assertThat(run.errLines()).containsExactly("aif: records may be missing of the agents node-3.");
  }

  @Test
  void saysWhyThereAreNone() {
    service.answer(
        "GET /client-group/7/records?format=ndjson",
        409,
        "{\"detail\":\"run R keeps no records\"}");

    Captured run = aif("records", "7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly("aif: the client service refused: run R keeps no records.");
  }

  @Test
  void knowsTwoFormats() {
    Captured run = aif("records", "7", "--format", "xml");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).containsExactly("aif: --format must be ndjson or csv, not xml.");
    assertThat(service.calls()).isEmpty();
  }

  private void answer(String path, String body) {
    service.answer("GET /client-group/7" + path, 200, "application/x-ndjson", body);
  }

  private Captured aif(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--service";
    all[arguments.length + 1] = service.url();
    return Captured.aif(folder, all);
  }
}
