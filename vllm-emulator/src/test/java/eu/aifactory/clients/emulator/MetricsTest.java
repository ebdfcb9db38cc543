package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String CACHE_CONFIG = "vllm:cache_config_info{";

  /** Everything of a line but its value. */
  private static Set<String> series(String page) {
    return page.lines()
        .filter(line -> line.startsWith("vllm:"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .filter(name -> !name.startsWith(CACHE_CONFIG))
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
      assertThat(cacheSettings(Recorded.reply("metrics-after").text()))
          .containsAll(cacheSettings(page));
      assertThat(cacheSettings(page)).contains("block_size", "enable_prefix_caching");
    }
  }

  /** A server's settings stand in labels; the emulator has those that it has settings for. */
  private static Set<String> cacheSettings(String page) {
    String line =
        page.lines().filter(each -> each.startsWith(CACHE_CONFIG)).findFirst().orElseThrow();
    return Pattern.compile("([a-z_]+)=")
        .matcher(line)
        .results()
        .map(label -> label.group(1))
        .collect(Collectors.toSet());
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
