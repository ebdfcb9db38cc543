package eu.aifactory.clients.emulator;

/** Prometheus text in the order and with the labels of vLLM's page. */
final class MetricsPage {
  private static final String PREFIX = "vllm:";
  private static final double CREATED = System.currentTimeMillis() / 1000.0;
  private static final String[] REASONS = {"stop", "length", "abort", "error", "repetition"};

  private final String model;
  private final StringBuilder text = new StringBuilder();

  MetricsPage(String model) {
    this.model = "model_name=" + Json.quote(model);
  }

  void gauge(String name, String help, double value) {
    head(name, help, "gauge");
    line(name, "", "", value);
  }

  void labelled(
      String name, String help, String label, String[] values, double first, double second) {
    head(name, help, "gauge");
    line(name, "", "," + label + "=\"" + values[0] + "\"", first);
    line(name, "", "," + label + "=\"" + values[1] + "\"", second);
  }

  /** A counter without its ending, which is added, as is its twin with the time of creation. */
  void counter(String name, String help, double value) {
    head(name + "_total", help, "counter");
    line(name + "_total", "", "", value);
    head(name + "_created", help, "gauge");
    line(name + "_created", "", "", CREATED);
  }

  void finished(long stopped, long lengthReached) {
    String help = "Count of successfully processed requests.";
    double[] counts = {stopped, lengthReached, 0, 0, 0};
    head("request_success_total", help, "counter");
    for (int i = 0; i < REASONS.length; i++) {
      line("request_success_total", reason(i), "", counts[i]);
    }
    head("request_success_created", help, "gauge");
    for (int i = 0; i < REASONS.length; i++) {
      line("request_success_created", reason(i), "", CREATED);
    }
  }

  void histogram(String name, String help, String[] edges, long[] cumulative, double sum) {
    head(name, help, "histogram");
    for (int i = 0; i < edges.length; i++) {
      line(name + "_bucket", "le=\"" + edges[i] + "\",", "", cumulative[i]);
    }
    line(name + "_count", "", "", cumulative[cumulative.length - 1]);
    line(name + "_sum", "", "", sum);
    head(name + "_created", help, "gauge");
    line(name + "_created", "", "", CREATED);
  }

  /** Of its labels, those that say something of this server. */
  void cacheConfig(int blockTokens, int blocks, boolean prefixCaching) {
    String name = "cache_config_info";
    head(name, "Information of the LLMEngine CacheConfig", "gauge");
    text.append(PREFIX)
        .append(name)
        .append("{block_size=\"")
        .append(blockTokens)
        .append("\",enable_prefix_caching=\"")
        .append(prefixCaching ? "True" : "False")
        .append("\",engine=\"0\",num_gpu_blocks=\"")
        .append(blocks)
        .append("\"} 1.0\n");
  }

  String text() {
    return text.toString();
  }

  private static String reason(int index) {
    return "finished_reason=\"" + REASONS[index] + "\",";
  }

  private void head(String name, String help, String type) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String before, String after, double value) {
    text.append(PREFIX).append(name).append("{engine=\"0\",").append(before).append(model);
    text.append(after).append("} ").append(value).append('\n');
  }
}
