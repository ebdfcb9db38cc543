package eu.aifactory.clients.emulator;

/**
 * The JSON of one answer's events, put together from bytes that are ready when the answer starts.
 * Members and their order are those of recorded vLLM 0.32 streams.
 */
final class EventBodies {
  private static final byte[] ROLE =
      Bytes.of(
          "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
              + "\"logprobs\":null,\"finish_reason\":null}]");
  private static final byte[] CHAT_TOKEN = Bytes.of("{\"index\":0,\"delta\":{\"content\":\"");
  private static final byte[] CHAT_GOING_ON =
      Bytes.of("\"},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":");
  private static final byte[] CHAT_STOP = chatEnd("stop");
  private static final byte[] CHAT_LENGTH = chatEnd("length");
  private static final byte[] TEXT_TOKEN = Bytes.of("{\"index\":0,\"text\":\"");
  private static final byte[] TEXT_GOING_ON = textEnd("null");
  private static final byte[] TEXT_STOP = textEnd("\"stop\"");
  private static final byte[] TEXT_LENGTH = textEnd("\"length\"");
  private static final byte[] TOKEN_IDS = Bytes.of(",\"token_ids\":");
  private static final byte[] NULL = Bytes.of("null");
  private static final byte[] USAGE = Bytes.of(",\"usage\":{\"prompt_tokens\":");
  private static final byte[] TOTAL = Bytes.of(",\"total_tokens\":");
  private static final byte[] COMPLETION = Bytes.of(",\"completion_tokens\":");
  private static final byte[] DETAILS = Bytes.of(",\"completion_tokens_details\":null}");
  private static final byte[] CLOSE_LIST = Bytes.of("]");
  private static final byte[] CLOSE = Bytes.of("}");
  private static final byte[] PROMPT_IDS = Bytes.of(",\"prompt_token_ids\":");
  private static final byte[] PROMPT_TEXT = Bytes.of(",\"prompt_text\":null}");

  private final GenerationRequest request;
  private final Vocabulary.Mode mode;
  private final long answer;
  private final byte[] head;

  /**
   * @param answer number that picks the text
   */
  EventBodies(GenerationRequest request, String model, Vocabulary.Mode mode, long answer) {
    this.request = request;
    this.mode = mode;
    this.answer = answer;
    String object = request.chat() ? "chat.completion.chunk" : "text_completion";
    head =
        Bytes.of(
            "{\"id\":%s,\"object\":\"%s\",\"created\":%d,\"model\":%s,\"choices\":["
                .formatted(
                    Json.quote(request.id()),
                    object,
                    System.currentTimeMillis() / 1000,
                    Json.quote(model)));
  }

  void role(Bytes to) {
    to.put(head).put(ROLE);
    if (request.continuousUsage()) {
      usage(to, 0);
    }
    to.put(PROMPT_IDS);
    promptIds(to);
    to.put(PROMPT_TEXT);
  }

  /** One chunk with the tokens from {@code from} on. */
  void tokens(Bytes to, int from, int count) {
    boolean last = from + count == request.outputTokens();
    to.put(head).put(request.chat() ? CHAT_TOKEN : TEXT_TOKEN);
    for (int token = from; token < from + count; token++) {
      text(to, token);
    }
    if (request.chat()) {
      to.put(last ? (request.stops() ? CHAT_STOP : CHAT_LENGTH) : CHAT_GOING_ON);
    } else {
      to.put(last ? (request.stops() ? TEXT_STOP : TEXT_LENGTH) : TEXT_GOING_ON);
      if (from == 0) {
        promptIds(to);
      } else {
        to.put(NULL);
      }
      to.put(TOKEN_IDS);
    }
    tokenIds(to, from, count);
    to.put(CLOSE).put(CLOSE_LIST);
    if (request.continuousUsage()) {
      usage(to, from + count);
    }
    to.put(CLOSE);
  }

  /** The chunk without choices that ends a stream with usage. */
  void usageChunk(Bytes to, String cachedDetails, String fingerprint, String metrics) {
    to.put(head).put(CLOSE_LIST);
    counts(to, request.outputTokens());
    to.put(cachedDetails).put(CLOSE);
    to.put(",\"system_fingerprint\":\"" + fingerprint + "\"").put(metrics).put(CLOSE);
  }

  /** The escaped text of the whole answer. */
  void text(Bytes to) {
    for (int token = 0; token < request.outputTokens(); token++) {
      text(to, token);
    }
  }

  /** The ids of some tokens as a JSON array, or null when the request did not ask for them. */
  void tokenIds(Bytes to, int from, int count) {
    if (!request.returnTokenIds()) {
      to.put(NULL);
      return;
    }
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = Vocabulary.id(answer, from + i);
    }
    array(to, ids);
  }

  void promptIds(Bytes to) {
    if (request.returnTokenIds()) {
      array(to, request.promptIds());
    } else {
      to.put(NULL);
    }
  }

  private void text(Bytes to, int token) {
    boolean endOfText = request.stops() && token == request.outputTokens() - 1;
    if (!endOfText) {
      to.put(Vocabulary.bytes(mode, answer, token));
    }
  }

  private void usage(Bytes to, int tokens) {
    counts(to, tokens);
    to.put(request.chat() ? DETAILS : CLOSE);
  }

  private void counts(Bytes to, int tokens) {
    to.put(USAGE).put(request.promptTokens());
    to.put(TOTAL).put((long) request.promptTokens() + tokens);
    to.put(COMPLETION).put(tokens);
  }

  static void array(Bytes to, int[] numbers) {
    to.put("[");
    for (int i = 0; i < numbers.length; i++) {
      if (i > 0) {
        to.put(",");
      }
      to.put(numbers[i]);
    }
    to.put(CLOSE_LIST);
  }

  private static byte[] chatEnd(String reason) {
    return Bytes.of(
        "\"},\"logprobs\":null,\"finish_reason\":\""
            + reason
            + "\",\"stop_reason\":null,\"token_ids\":");
  }

  private static byte[] textEnd(String reason) {
    return Bytes.of(
        "\",\"logprobs\":null,\"finish_reason\":"
            + reason
            + ",\"stop_reason\":null,\"prompt_token_ids\":");
  }
}
