package eu.aifactory.clients.benchmarks.ceiling;

import java.nio.charset.StandardCharsets;

/** The request that every contestant but the engine sends; the engine writes its own, as long. */
final class Requests {
  private static final String STREAMED_PATH = "/v1/chat/completions";
  private static final String STREAMED =
      "{\"model\":\"null-model\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers of"
          + " Europe.\"}],\"max_tokens\":100,\"temperature\":0.0,\"stream\":true,"
          + "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}}";
  static final String BRIEF_PATH = "/api/v1/vllm/null/prompt";
  static final String BRIEF =
      "{\"prompt\":\"Name three rivers of Europe.\",\"max_tokens\":12,\"temperature\":0.0}";

  private Requests() {}

  static String path(Load load) {
    return load == Load.BRIEF ? BRIEF_PATH : STREAMED_PATH;
  }

  static String body(Load load) {
    return load == Load.BRIEF ? BRIEF : STREAMED;
  }

  /** Head and body. */
  static byte[] bytes(Load load, int port) {
    String body = body(load);
    return ("POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s")
        .formatted(path(load), port, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
