package eu.aifactory.clients.emulator;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** vLLM's own paths. */
final class VllmApi {
  private static final String PROMETHEUS = "text/plain; version=1.0.0; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String NONSENSE =
      "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body>";
  private static final byte[] DONE = Bytes.of("[DONE]");

  private final Engine engine;
  private final EmulatorOptions options;
  private final RequestReader reader;

  VllmApi(Engine engine) {
    this.engine = engine;
    options = engine.options();
    reader = new RequestReader(options, engine.prefixes());
  }

  void addTo(Routes routes) {
    routes.add("GET", "/health", (call, connection) -> connection.reply(health()));
    routes.add("GET", "/ping", (call, connection) -> connection.reply(health()));
    routes.add("POST", "/ping", (call, connection) -> connection.reply(health()));
    routes.add(
        "GET",
        "/version",
        (call, connection) ->
            connection.reply(HttpReply.json("{\"version\":\"" + Engine.VERSION + "\"}")));
    routes.add("GET", "/v1/models", (call, connection) -> connection.reply(models()));
    routes.add("GET", "/metrics", (call, connection) -> connection.reply(metrics()));
    routes.add("POST", "/tokenize", (call, connection) -> connection.reply(tokenize(call)));
    routes.add("POST", "/detokenize", (call, connection) -> connection.reply(detokenize(call)));
    routes.add("POST", "/v1/chat/completions", (call, to) -> generate(call, to, true));
    routes.add("POST", "/v1/completions", (call, to) -> generate(call, to, false));
    if (options.wire().serverLoadTracking()) {
      routes.add("GET", "/load", (call, connection) -> connection.reply(load()));
    }
  }

  private void generate(HttpCall call, Connection connection, boolean chat) {
    List<Fault> faults = engine.faults().forNextRequest();
    if (!faults.isEmpty() && refusedBy(faults, connection)) {
      return;
    }
    GenerationRequest request;
    try {
      request = reader.read(call, chat);
    } catch (RefusedException e) {
      if (e.inStream().isEmpty() || !reader.wantsStream(call)) {
        throw e;
      }
      errorInStream(connection, e.inStream());
      return;
    }
    connection.run(
        request.stream()
            ? new StreamedGeneration(engine, connection, call, request, faults)
            : new WholeGeneration(engine, connection, call, request, faults));
  }

  /** Answers as a fault wants that strikes before any generation. */
  static boolean refusedBy(List<Fault> faults, Connection connection) {
    for (Fault fault : faults) {
      switch (fault.kind()) {
        case STATUS -> connection.reply(statusReply(fault));
        case NONSENSE -> connection.reply(HttpReply.text(HTML, NONSENSE));
        case DROP -> connection.close();
        default -> {
          continue;
        }
      }
      return true;
    }
    return false;
  }

  static HttpReply statusReply(Fault fault) {
    String type = fault.code() == 429 ? "RateLimitError" : "ServiceUnavailableError";
    HttpReply reply =
        HttpReply.json(
            fault.code(),
            RefusedException.error(fault.code(), type, "Refused on demand by the emulator.", ""));
    return fault.retryAfterSeconds() > 0
        ? reply.withHeader("retry-after", Integer.toString(fault.retryAfterSeconds()))
        : reply;
  }

  private void errorInStream(Connection connection, String error) {
    connection.writeEventStreamHead();
    EventStream events =
        new EventStream(
            connection, WireShape.plain(false), new TruthRecorder(engine.truth()), () -> {});
    events.send(new Bytes().put(error), ChunkKind.ERROR, 0, 0);
    events.send(new Bytes().put(DONE), ChunkKind.DONE, 0, 0);
    events.end();
    connection.answered();
  }

  private HttpReply health() {
    return HttpReply.empty(engine.faults().unhealthy() ? 503 : 200);
  }

  private HttpReply metrics() {
    return HttpReply.text(PROMETHEUS, engine.metrics().page(options, engine.admission()));
  }

  private HttpReply load() {
    int load = engine.admission().running() + engine.admission().waiting();
    return HttpReply.json("{\"server_load\":" + load + "}");
  }

  private HttpReply models() {
    String model = Json.quote(options.servedModelName());
    long created = System.currentTimeMillis() / 1000;
    return HttpReply.json(
        ("{\"object\":\"list\",\"data\":[{\"id\":%s,\"object\":\"model\",\"created\":%d,"
                + "\"owned_by\":\"vllm-emulator\",\"root\":%s,\"parent\":null,"
                + "\"max_model_len\":%d,\"permission\":[{\"id\":\"modelperm-%s\","
                + "\"object\":\"model_permission\",\"created\":%d,\"allow_create_engine\":false,"
                + "\"allow_sampling\":true,\"allow_logprobs\":true,"
                + "\"allow_search_indices\":false,\"allow_view\":true,"
                + "\"allow_fine_tuning\":false,\"organization\":\"*\",\"group\":null,"
                + "\"is_blocking\":false}]}]}")
            .formatted(
                model, created, model, options.maxModelLen(), RequestReader.randomId(), created));
  }

  private HttpReply tokenize(HttpCall call) {
    JsonObject body = RequestBody.object(call);
    reader.requireModel(body);
    int[] ids;
    if (body.get("prompt") instanceof JsonString prompt) {
      ids = WordTokens.ids(prompt.getString());
    } else {
      ids = WordTokens.idsChat(reader.messageTexts(body));
    }
    return HttpReply.json(
        "{\"count\":%d,\"max_model_len\":%d,\"tokens\":%s,\"token_strs\":null}"
            .formatted(ids.length, options.maxModelLen(), array(ids)));
  }

  private HttpReply detokenize(HttpCall call) {
    JsonObject body = RequestBody.object(call);
    reader.requireModel(body);
    JsonArray tokens =
        Optional.ofNullable(body.get("tokens"))
            .filter(JsonArray.class::isInstance)
            .map(JsonValue::asJsonArray)
            .orElseThrow(() -> RequestBody.missing(body, "tokens"));
    StringBuilder text = new StringBuilder();
    for (JsonValue token : tokens) {
      if (token instanceof JsonNumber number) {
        text.append(Vocabulary.text(number.intValue()));
      }
    }
    return HttpReply.json("{\"prompt\":" + Json.quote(text.toString()) + "}");
  }

  private static String array(int[] ids) {
    Bytes bytes = new Bytes();
    EventBodies.array(bytes, ids);
    return new String(bytes.array(), 0, bytes.length(), StandardCharsets.US_ASCII);
  }
}
