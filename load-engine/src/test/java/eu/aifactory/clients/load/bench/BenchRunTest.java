package eu.aifactory.clients.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.PreparationException;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.records.RecordExport;
import eu.aifactory.clients.protocol.records.RecordFormat;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.Verdict;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BenchRunTest {

  @Test
  void measuresAPlainVllmServer() throws Exception {
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      List<LoadRun.Progress> told = new ArrayList<>();

      Result result = bench(emulator, requests(20, null)).run(told::add);

      assertThat(result.requests().succeeded()).isEqualTo(20);
      assertThat(result.requests().failed()).isZero();
      assertThat(result.tokens().completion()).isEqualTo(20 * 8);
      assertThat(result.tokens().countedBy()).isEqualTo("usage");
      assertThat(result.ttftMs().p50()).isGreaterThanOrEqualTo(20);
      assertThat(result.itlMs().count()).isEqualTo(20 * 7);
      assertThat(result.provenance().server().kind()).isEqualTo("vllm");
      assertThat(result.provenance().server().model()).isEqualTo("emulated-model");
      assertThat(result.verdict()).isNotEqualTo(Verdict.INVALID);
      assertThat(told).last().extracting(LoadRun.Progress::succeeded).isEqualTo(20L);
    }
  }

  @Test
  void keepsARecordOfEachRequest(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("blocks");
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      Workload workload = requests(20, null).withRecords(new Workload.Records(true, false, null));
      BenchRun bench = bench(emulator, workload);
      bench.keepRecordsIn(file);

      Result result = bench.run(unused -> {});

      StringBuilder lines = new StringBuilder();
      try (InputStream blocks = Files.newInputStream(file)) {
        assertThat(RecordExport.writeAll(blocks, RecordFormat.NDJSON, lines)).isEmpty();
      }
      assertThat(lines.toString().lines())
          .hasSize(20)
          .allMatch(line -> line.contains("\"request_id\":\"" + result.runId() + "-"));
      assertThat(result.workload().records().enabled()).isTrue();
    }
  }

  @Test
  void leavesNoRecordsOfARunThatCannotBePrepared(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("blocks");
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      Workload workload =
          new Workload(
              null,
              null,
              null,
              null,
              null,
              null,
              new Workload.Prompts(null, null, "/nowhere/prompts.jsonl"),
              null,
              null,
              null,
              null,
              new Workload.Records(true, false, null));
      BenchRun bench = bench(emulator, workload);
      bench.keepRecordsIn(file);

      assertThatThrownBy(() -> bench.run(unused -> {})).isInstanceOf(PreparationException.class);
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void measuresAServiceThatAnAiServerLends() throws Exception {
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      Result result = bench(emulator, requests(10, "ai-server")).run(unused -> {});

      assertThat(result.requests().succeeded()).isEqualTo(10);
      assertThat(result.provenance().server().kind()).isEqualTo("ai-server");
      assertThat(result.provenance().server().serviceId()).isNotBlank();
      assertThat(result.ttftMs()).isNull();
      assertThat(result.e2eMs().count()).isEqualTo(10);
      assertThat(result.tokens().completion()).isEqualTo(80);
    }
  }

  @Test
  void saysThatTheTargetCannotBeReached() throws Exception {
    String gone;
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      gone = emulator.baseUri().toString();
    }

    assertThatThrownBy(() -> new BenchRun(gone, requests(1, null), 1, "test").run(unused -> {}))
        .isInstanceOf(AiServerException.class)
        .hasMessageContaining(gone);
  }

  @Test
  void saysThatThePromptFileIsMissing() throws Exception {
    try (VllmEmulator emulator = VllmEmulator.start(quick())) {
      Workload workload =
          new Workload(
              null,
              null,
              null,
              null,
              null,
              null,
              new Workload.Prompts(null, null, "/nowhere/prompts.jsonl"),
              null,
              null,
              null,
              null,
              null);

      assertThatThrownBy(() -> bench(emulator, workload).run(unused -> {}))
          .isInstanceOf(PreparationException.class)
          .hasMessage("there is no prompt file /nowhere/prompts.jsonl");
    }
  }

  private static BenchRun bench(VllmEmulator emulator, Workload workload) {
    return new BenchRun(emulator.baseUri() + "/", workload, 4, "test");
  }

  private static EmulatorOptions quick() {
    return EmulatorOptions.builder()
        .port(0)
        .firstToken(Duration.ofMillis(20))
        .betweenTokens(Duration.ofMillis(2))
        .serviceStart(Duration.ofMillis(100))
        .build();
  }

  private static Workload requests(long requests, String server) {
    return new Workload(
        null,
        null,
        server,
        null,
        null,
        Workload.Load.closed(null, requests),
        null,
        new Workload.Output(8, null, true, null),
        null,
        null,
        null,
        null);
  }
}
