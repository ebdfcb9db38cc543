package eu.aifactory.clients.emulator;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Checks the bodies of generation requests as vLLM does, and says what is wrong in its words. */
final class RequestReader {
  private static final int ABSENT = -1;

  private final EmulatorOptions options;
  private final PrefixCache prefixes;

  RequestReader(EmulatorOptions options, PrefixCache prefixes) {
    this.options = options;
    this.prefixes = prefixes;
  }

  /** The text or the ids of a prompt, as far as counting needs it. */
  private record Prompt(int tokens, int[] ids) {}

  boolean wantsStream(HttpCall call) {
    return RequestBody.flag(RequestBody.object(call), "stream");
  }

  GenerationRequest read(HttpCall call, boolean chat) {
    JsonObject body = RequestBody.object(call);
    boolean stream = RequestBody.flag(body, "stream");
    boolean wantsIds = RequestBody.flag(body, "return_token_ids");
    boolean needsIds = wantsIds || options.prefixCaching();
    Prompt prompt = chat ? messages(body, needsIds) : prompt(body, needsIds);
    checkValues(body, stream);
    requireModel(body);
    int maxTokens = maxTokens(body, prompt.tokens());
    boolean natural = options.outputTokens() > 0 && !RequestBody.flag(body, "ignore_eos");
    int least = RequestBody.whole(body, "min_tokens", 0);
    int end = natural ? Math.max(options.outputTokens(), least) : Integer.MAX_VALUE;
    JsonObject streamOptions = streamOptions(body);
    boolean forced = options.wire().forceIncludeUsage();
    String requestId = call.header("x-request-id");
    String given = requestId.isEmpty() ? randomId() : requestId;
    return new GenerationRequest(
        chat,
        (chat ? "chatcmpl-" : "cmpl-") + given,
        given,
        stream,
        forced || RequestBody.flag(streamOptions, "include_usage"),
        forced
            || RequestBody.flag(streamOptions, "continuous_usage_stats")
                && RequestBody.flag(streamOptions, "include_usage"),
        wantsIds,
        prompt.tokens(),
        options.prefixCaching() ? prefixes.take(prompt.ids()) : 0,
        prompt.ids(),
        maxTokens,
        Math.min(end, maxTokens),
        end < maxTokens || end == maxTokens && natural);
  }

  static String randomId() {
    return "%016x".formatted(ThreadLocalRandom.current().nextLong());
  }

  void requireModel(JsonObject body) {
    JsonValue model = body.get("model");
    if (model == null || model == JsonValue.NULL) {
      return;
    }
    if (!(model instanceof JsonString string)) {
      throw RequestBody.wrongType("model", "string_type", "Input should be a valid string", model);
    }
    if (!string.getString().equals(options.servedModelName())) {
      throw RefusedException.of(
          404,
          "NotFoundError",
          "The model `%s` does not exist. Valid aliases: %s."
              .formatted(string.getString(), options.servedModelName()),
          "model");
    }
  }

  List<String> messageTexts(JsonObject body) {
    JsonValue value = body.get("messages");
    if (value == null) {
      throw RequestBody.missing(body, "messages");
    }
    if (!(value instanceof JsonArray messages)) {
      throw RequestBody.wrongType("messages", "list_type", "Input should be a valid list", value);
    }
    if (messages.isEmpty()) {
      throw RefusedException.badValue(
          "messages must not be empty. (parameter=messages)", "messages");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue message : messages) {
      if (!(message instanceof JsonObject object)) {
        throw RequestBody.wrongType(
            "messages", "dict_type", "Input should be a valid dictionary", message);
      }
      texts.add(content(object.get("content")));
    }
    return texts;
  }

  private static String content(JsonValue content) {
    if (content instanceof JsonString string) {
      return string.getString();
    }
    StringBuilder text = new StringBuilder();
    if (content instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        if (part instanceof JsonObject object && object.get("text") instanceof JsonString string) {
          text.append(string.getString()).append(' ');
        }
      }
    }
    return text.toString();
  }

  private Prompt messages(JsonObject body, boolean wantsIds) {
    List<String> texts = messageTexts(body);
    return new Prompt(
        WordTokens.countChat(texts), wantsIds ? WordTokens.idsChat(texts) : new int[0]);
  }

  private Prompt prompt(JsonObject body, boolean wantsIds) {
    JsonValue value = body.get("prompt");
    JsonArray only = value instanceof JsonArray array && array.size() == 1 ? array : null;
    if (only != null && !(only.get(0) instanceof JsonNumber)) {
      value = only.get(0);
    }
    if (value instanceof JsonString text && !text.getString().isEmpty()) {
      String words = text.getString();
      return new Prompt(
          Math.max(1, WordTokens.count(words)), wantsIds ? WordTokens.ids(words) : new int[0]);
    }
    if (value instanceof JsonArray array && !array.isEmpty()) {
      return new Prompt(array.size(), ids(array));
    }
    throw RefusedException.badValue(
        "Either prompt or prompt_embeds must be provided and non-empty. (parameter=prompt)",
        "prompt");
  }

  private static int[] ids(JsonArray array) {
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      if (!(array.get(i) instanceof JsonNumber number)) {
        throw RefusedException.badValue(
            "The emulator takes one prompt a request. (parameter=prompt)", "prompt");
      }
      long id = number.longValue();
      if (id < 0 || id >= Vocabulary.SIZE) {
        throw RefusedException.inStream("Token id " + id + " is out of vocabulary");
      }
      ids[i] = (int) id;
    }
    return ids;
  }

  private static void checkValues(JsonObject body, boolean stream) {
    if (body.get("temperature") instanceof JsonNumber number && number.doubleValue() < 0) {
      double value = number.doubleValue();
      throw RefusedException.badValue(
          "temperature must be non-negative, got %s. (parameter=temperature, value=%s)"
              .formatted(value, value),
          "temperature");
    }
    if (RequestBody.whole(body, "n", 1) != 1) {
      throw RefusedException.badValue(
          "The emulator generates one choice a request. (parameter=n)", "n");
    }
    if (body.get("stream_options") instanceof JsonObject && !stream) {
      throw RefusedException.badValue(
          "Stream options can only be defined when `stream=True`. (parameter=stream_options)",
          "stream_options");
    }
  }

  private int maxTokens(JsonObject body, int promptTokens) {
    int limit = options.maxModelLen();
    if (promptTokens >= limit) {
      throw RefusedException.badValue(
          ("This model's maximum context length is %d tokens. However, your prompt contains at"
                  + " least %d input tokens, which leaves no room for output tokens. Please reduce"
                  + " the length of the input prompt. (parameter=input_tokens, value=%d)")
              .formatted(limit, promptTokens, promptTokens),
          "input_tokens");
    }
    String name = "max_completion_tokens";
    int asked = RequestBody.whole(body, name, ABSENT);
    if (asked == ABSENT) {
      name = "max_tokens";
      asked = RequestBody.whole(body, name, ABSENT);
    }
    if (asked == ABSENT) {
      return Math.min(options.defaultMaxTokens(), limit - promptTokens);
    }
    if (asked < 1) {
      throw RefusedException.badValue(
          "%s must be at least 1, got %d. (parameter=%s, value=%d)"
              .formatted(name, asked, name, asked),
          name);
    }
    if (asked > limit - promptTokens) {
      String bound =
          asked > limit
              ? "max_model_len=" + limit
              : "max_model_len=%d less %d input tokens".formatted(limit, promptTokens);
      throw RefusedException.badValue(
          ("max_tokens=%d cannot be greater than %s. Please request fewer output tokens."
                  + " (parameter=max_tokens, value=%d)")
              .formatted(asked, bound, asked),
          "max_tokens");
    }
    return asked;
  }

  private static JsonObject streamOptions(JsonObject body) {
    return body.get("stream_options") instanceof JsonObject object
        ? object
        : JsonValue.EMPTY_JSON_OBJECT;
  }
}
