package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
  /** Everything of a line but its value. */
  private static Set<String> series(String page) {
    return page.lines()
        .filter(line -> line.startsWith("vllm:"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  @Test
  void everySeriesIsOneThatVllmHas() {
    try (VllmEmulator emulator =
        VllmEmulator.start(
            EmulatorOptions.parse(
                "--port", "0", "--served-model-name", "smollm2", "--max-model-len", "2048"))) {
      String page = RawClient.get(emulator, "/metrics").text();

      assertThat(Recorded.reply("metrics-after").text()).isNotEmpty();
      assertThat(series(Recorded.reply("metrics-after").text())).containsAll(series(page));
      assertThat(series(page)).hasSizeGreaterThan(100);
    }
  }

  @Test
  void countsWhatWasGenerated() {
    try (VllmEmulator emulator =
        VllmEmulator.start(EmulatorOptions.parse("--port=0", "--ttft-ms=1", "--itl-ms=0"))) {
      for (int i = 0; i < 3; i++) {
        RawClient.post(
            emulator,
            "/v1/completions",
            "{\"prompt\":\"a b c d\",\"max_tokens\":7,\"stream\":true}");
      }

      assertThat(RawClient.get(emulator, "/metrics").text())
          .contains("vllm:prompt_tokens_total{engine=\"0\",model_name=\"emulated-model\"} 12.0")
          .contains("vllm:generation_tokens_total{engine=\"0\",model_name=\"emulated-model\"} 21.0")
          .contains(
              "vllm:request_success_total{engine=\"0\",finished_reason=\"length\","
                  + "model_name=\"emulated-model\"} 3.0")
          .contains(
              "vllm:time_to_first_token_seconds_count{engine=\"0\","
                  + "model_name=\"emulated-model\"} 3.0")
          .contains(
              "vllm:inter_token_latency_seconds_count{engine=\"0\","
                  + "model_name=\"emulated-model\"} 18.0");
    }
  }
}
