package eu.aifactory.clients.emulator;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The AI server's paths below {@code /api/v1}: services and what is asked of them. */
final class AiServerApi {
  private static final String SERVICES = "services";
  private static final String STATUS = "status";
  private static final HttpReply UNKNOWN_PATH = Routes.notFound("Not Found");
  private static final HttpReply UNKNOWN_SERVICE = Routes.notFound("Service not found");

  private final Engine engine;
  private final ServiceRegistry registry;
  private final RequestReader reader;

  AiServerApi(Engine engine, ServiceRegistry registry) {
    this.engine = engine;
    this.registry = registry;
    reader = new RequestReader(engine.options(), engine.prefixes());
  }

  /**
   * @param path the parts after /api/v1/
   */
  void handle(HttpCall call, String[] path, Connection connection) {
    String action = path.length > 2 ? path[2] : "";
    if (path[0].equals(SERVICES) && path.length == 1) {
      connection.reply(collection(call));
    } else if (path[0].equals(SERVICES) && path.length == 2) {
      connection.reply(service(call, path[1]));
    } else if (path[0].equals(SERVICES) && path.length == 3 && action.equals(STATUS)) {
      connection.reply(status(call, path[1]));
    } else if (path[0].equals("vllm") && path.length == 3) {
      vllm(call, path[1], action, connection);
    } else {
      connection.reply(UNKNOWN_PATH);
    }
  }

  private HttpReply collection(HttpCall call) {
    long now = System.nanoTime();
    return switch (call.method()) {
      case "GET" ->
          HttpReply.json(
              registry.all().stream()
                  .map(service -> service.toJson(now))
                  .collect(Collectors.joining(",", "[", "]")));
      case "POST" -> {
        JsonObject body = RequestBody.object(call);
        if (!(body.get("recipe_name") instanceof JsonString recipe)) {
          throw RefusedException.with(
              HttpReply.json(422, "{\"detail\":\"recipe_name is required\"}"));
        }
        JsonValue config = body.getOrDefault("config", JsonValue.EMPTY_JSON_OBJECT);
        InferenceService created = registry.create(recipe.getString(), config.toString());
        yield HttpReply.json(201, created.toJson(System.nanoTime()));
      }
      default -> Routes.notAllowed("GET, POST");
    };
  }

  private HttpReply service(HttpCall call, String id) {
    return switch (call.method()) {
      case "GET" ->
          registry
              .find(id)
              .map(service -> HttpReply.json(service.toJson(System.nanoTime())))
              .orElse(UNKNOWN_SERVICE);
      case "DELETE" ->
          registry
              .remove(id)
              .map(
                  service ->
                      HttpReply.json(
                          "{\"message\":\"Service %s stopped successfully\"}".formatted(id)))
              .orElse(UNKNOWN_SERVICE);
      default -> Routes.notAllowed("DELETE, GET");
    };
  }

  private HttpReply status(HttpCall call, String id) {
    Optional<InferenceService> service =
        switch (call.method()) {
          case "GET" -> registry.find(id);
          case "POST" -> {
            String wanted = RequestBody.object(call).getString(STATUS, "");
            if (!wanted.equals("cancelled")) {
              throw RefusedException.with(
                  HttpReply.json(
                      400,
                      "{\"detail\":%s}"
                          .formatted(Json.quote("status cannot be set to '" + wanted + "'"))));
            }
            yield registry.cancel(id);
          }
          default -> throw RefusedException.with(Routes.notAllowed("GET, POST"));
        };
    return service
        .map(
            found ->
                HttpReply.json(
                    "{\"id\":%s,\"status\":\"%s\"}"
                        .formatted(Json.quote(id), found.status(System.nanoTime()))))
        .orElse(UNKNOWN_SERVICE);
  }

  private void vllm(HttpCall call, String id, String action, Connection connection) {
    boolean prompt = action.equals("prompt");
    if (!prompt && !action.equals("models")) {
      connection.reply(UNKNOWN_PATH);
      return;
    }
    if (!call.method().equals(prompt ? "POST" : "GET")) {
      connection.reply(Routes.notAllowed(prompt ? "POST" : "GET"));
      return;
    }
    String status =
        registry
            .find(id)
            .orElseThrow(() -> RefusedException.with(UNKNOWN_SERVICE))
            .status(System.nanoTime());
    if (!status.equals("running")) {
      connection.reply(
          HttpReply.json(
              409,
              "{\"detail\":\"Service %s is not running (status: %s)\"}".formatted(id, status)));
    } else if (prompt) {
      prompt(call, id, connection);
    } else {
      connection.reply(
          HttpReply.json(
              "{\"models\":[%s]}".formatted(Json.quote(engine.options().servedModelName()))));
    }
  }

  private void prompt(HttpCall call, String id, Connection connection) {
    List<Fault> faults = engine.faults().forNextRequest();
    if (VllmApi.refusedBy(faults, connection)) {
      return;
    }
    GenerationRequest request = reader.read(call, false);
    WholeGeneration.Layout layout =
        (text, usage) ->
            ("{\"success\":true,\"service_id\":%s,\"response\":\"%s\",\"choices\":[{\"index\":0,"
                    + "\"text\":\"%s\",\"finish_reason\":\"%s\"}],\"usage\":%s}")
                .formatted(Json.quote(id), text, text, request.finishReason(), usage);
    connection.run(new WholeGeneration(engine, connection, call, request, faults, layout));
  }
}
