package eu.aifactory.clients.benchmarks.ceiling;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of the null servers, ready to be written: members, order and framing are those of a
 * vLLM 0.32 that was asked for {@code continuous_usage_stats}.
 */
final class Answers {
  /** Token events of a streamed answer. */
  static final int TOKENS = 100;

  private static final int PROMPT_TOKENS = 24;
  private static final String START =
      "{\"id\":\"chatcmpl-1f0c5a4be6b04b5d8e9f\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1763900000,\"model\":\"null-model\",\"choices\":[";
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ndate: Mon, 23 Nov 2026 12:00:00 GMT\r\nserver: uvicorn\r\n";

  private Answers() {}

  /** Each as one write: head and role, every token, and the end of the stream. */
  static List<ByteBuffer> packets() {
    List<ByteBuffer> packets = new ArrayList<>();
    packets.add(
        direct(
            HEAD
                + "content-type: text/event-stream; charset=utf-8\r\n"
                + "transfer-encoding: chunked\r\n\r\n"
                + event(choice("\"role\":\"assistant\",\"content\":\"\"", false, 0))));
    for (int token = 1; token <= TOKENS; token++) {
      packets.add(direct(event(choice("\"content\":\" river\"", token == TOKENS, token))));
    }
    packets.add(
        direct(
            event(START + "]," + usage(TOKENS) + ",\"system_fingerprint\":\"vllm-0.32.0\"}")
                + event("[DONE]")
                + "0\r\n\r\n"));
    return packets;
  }

  /** The same bytes as one write. */
  static List<ByteBuffer> batched() {
    List<ByteBuffer> packets = packets();
    ByteBuffer whole =
        ByteBuffer.allocateDirect(packets.stream().mapToInt(ByteBuffer::remaining).sum());
    packets.forEach(whole::put);
    return List.of(whole.flip());
  }

  /** What the AI server's prompt path answers: not streamed. */
  static List<ByteBuffer> brief() {
    String body =
        "{\"response\":\"The Rhine, the Danube and the Elbe.\",\"service_id\":\"null\","
            + "\"usage\":{\"prompt_tokens\":24,\"total_tokens\":36,\"completion_tokens\":12}}";
    return List.of(
        direct(
            HEAD
                + "content-length: "
                + body.length()
                + "\r\ncontent-type: application/json\r\n\r\n"
                + body));
  }

  private static String choice(String delta, boolean last, int tokens) {
    return START
        + "{\"index\":0,\"delta\":{"
        + delta
        + "},\"logprobs\":null,\"finish_reason\":"
        + (last ? "\"length\",\"stop_reason\":null" : "null")
        + ",\"token_ids\":null}],"
        + usage(tokens)
        + "}";
  }

  private static String usage(int tokens) {
    return "\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":%d}"
        .formatted(PROMPT_TOKENS, PROMPT_TOKENS + tokens, tokens);
  }

  private static String event(String data) {
    String event = "data: " + data + "\n\n";
    return "%x\r\n%s\r\n".formatted(event.length(), event);
  }

  private static ByteBuffer direct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
