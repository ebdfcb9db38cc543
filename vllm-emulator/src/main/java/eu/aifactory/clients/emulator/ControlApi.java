package eu.aifactory.clients.emulator;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.stream.Collectors;

/** The paths below /emulator that no real server has: the truth, and faults at run time. */
final class ControlApi {
  private static final String NDJSON = "application/x-ndjson";
  private static final String TRUTH = "/emulator/truth";
  private static final String FAULTS = "/emulator/faults";

  private final Engine engine;

  ControlApi(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes routes) {
    routes.add(
        "GET",
        TRUTH,
        (call, connection) ->
            connection.stream(
                NDJSON, new TruthDownload(connection, engine.truth().records().iterator())));
    routes.add(
        "DELETE",
        TRUTH,
        (call, connection) -> {
          engine.truth().clear();
          connection.reply(HttpReply.empty(204));
        });
    routes.add("GET", FAULTS, (call, connection) -> connection.reply(inForce()));
    routes.add("POST", FAULTS, (call, connection) -> connection.reply(set(call)));
    routes.add(
        "DELETE",
        FAULTS,
        (call, connection) -> {
          engine.faults().clear();
          connection.reply(HttpReply.empty(204));
        });
  }

  private HttpReply inForce() {
    return HttpReply.json(
        engine.faults().faults().stream()
            .map(FaultText::toJson)
            .collect(Collectors.joining(",", "{\"faults\":[", "]}")));
  }

  private HttpReply set(HttpCall call) {
    try {
      engine.faults().set(faults(Json.parse(call.body())));
      return inForce();
    } catch (InvalidOptionException e) {
      return HttpReply.json(400, "{\"detail\":" + Json.quote(e.getMessage()) + "}");
    } catch (JsonException e) {
      return HttpReply.json(400, "{\"detail\":\"The body is not JSON.\"}");
    }
  }

  /** One fault, a list of faults, or an object with a member {@code faults}. */
  private static List<Fault> faults(JsonValue value) {
    if (value instanceof JsonArray array) {
      return array.stream().map(ControlApi::fault).toList();
    }
    if (value instanceof JsonObject object && object.containsKey("faults")) {
      return faults(object.get("faults"));
    }
    return List.of(fault(value));
  }

  private static Fault fault(JsonValue value) {
    if (value instanceof JsonObject object) {
      return FaultText.fromJson(object);
    }
    throw new InvalidOptionException("A fault is a JSON object, not " + value + ".");
  }
}
