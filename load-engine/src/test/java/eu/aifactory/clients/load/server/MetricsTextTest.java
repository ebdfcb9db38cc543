package eu.aifactory.clients.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.figures.ServerSample;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsTextTest {

  @Test
  void readsThePageOfARealVllm() throws Exception {
    String page;
    try (InputStream recorded =
        getClass().getResourceAsStream("/recorded/vllm-0.32.0/metrics-after.response")) {
      page = new String(recorded.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(MetricsText.read(page, "smollm2"))
        .containsEntry("prompt_tokens_total", 640.0)
        .containsEntry("generation_tokens_total", 444.0)
        .containsEntry("request_success_total.stop", 3.0)
        .containsEntry("request_success_total.length", 17.0)
        .containsEntry("num_requests_running", 0.0)
        .containsEntry("time_to_first_token_seconds_count", 20.0)
        .containsEntry("time_to_first_token_seconds_sum", 34.61834478378296)
        .containsEntry(ServerSample.ENGINES, 1.0)
        .containsEntry(ServerSample.CACHE + "block_size", 128.0)
        .containsEntry(ServerSample.CACHE + "num_gpu_blocks", 1469.0)
        .containsEntry(ServerSample.CACHE + "gpu_memory_utilization", 0.4)
        .containsEntry(ServerSample.CACHE + "enable_prefix_caching", 1.0)
        .allSatisfy(
            (name, value) -> assertThat(name).doesNotContain("_created").doesNotContain("_bucket"));
  }

  @Test
  void addsUpEnginesAndKeepsTheFullestCache() {
    String page =
        """
        vllm:generation_tokens_total{engine="0",model_name="m"} 10.0
        vllm:generation_tokens_total{engine="1",model_name="m"} 5.0 1700000000
        vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.25
        vllm:kv_cache_usage_perc{engine="1",model_name="m"} 0.75
        """;

    assertThat(MetricsText.read(page, "m"))
        .containsEntry("generation_tokens_total", 15.0)
        .containsEntry("kv_cache_usage_perc", 0.75)
        .containsEntry(ServerSample.ENGINES, 2.0);
  }

  @Test
  void leavesOtherModelsOutWhereOursIsNamed() {
    String page =
        """
        vllm:generation_tokens_total{model_name="ours \\"7b\\"",engine="0"} 10
        vllm:generation_tokens_total{model_name="other",engine="1"} 5
        """;

    assertThat(MetricsText.read(page, "ours \\\"7b\\\""))
        .containsEntry("generation_tokens_total", 10.0)
        .containsEntry(ServerSample.ENGINES, 1.0);
    assertThat(MetricsText.read(page, "an adapter")).containsEntry("generation_tokens_total", 15.0);
  }

  @Test
  void passesOverWhatItCannotRead() {
    String page =
        """
        vllm:generation_tokens_total{
        vllm:generation_tokens_total{engine="0} 3
        vllm:prompt_tokens_total NaN
        vllm:prompt_tokens_total
        vllm:num_preemptions_total 4
        go_goroutines 9
        """;

    assertThat(MetricsText.read(page, "m"))
        .containsEntry("num_preemptions_total", 4.0)
        .doesNotContainKey("prompt_tokens_total");
    assertThat(MetricsText.read("<html>no metrics</html>", "m")).isEmpty();
  }
}
