package eu.aifactory.clients.emulator;

import java.util.Map;
import java.util.TreeMap;

/** Finds out which part of the emulator a call is for. Safe for any thread. */
final class Routes {
  private static final String AI_SERVER = "/api/v1/";

  /** Answers one kind of call, now or later, on the connection's event loop. */
  interface Route {
    void handle(HttpCall call, Connection connection);
  }

  private final String apiKey;
  private final AiServerApi aiServer;
  private final Map<String, Map<String, Route>> routes = new TreeMap<>();

  Routes(Engine engine) {
    apiKey = engine.options().apiKey();
    VllmApi vllm = new VllmApi(engine);
    aiServer = new AiServerApi(engine, new ServiceRegistry(engine.options(), engine.faults()));
    vllm.addTo(this);
    new ControlApi(engine).addTo(this);
  }

  void add(String method, String path, Route route) {
    routes.computeIfAbsent(path, key -> new TreeMap<>()).put(method, route);
  }

  void handle(HttpCall call, Connection connection) {
    boolean guarded = call.path().startsWith("/v1") && !apiKey.isEmpty();
    if (guarded && !call.header("authorization").equals("Bearer " + apiKey)) {
      connection.reply(HttpReply.json(401, "{\"error\":\"Unauthorized\"}"));
      return;
    }
    if (call.path().startsWith(AI_SERVER)) {
      aiServer.handle(call, call.path().substring(AI_SERVER.length()).split("/"), connection);
      return;
    }
    Map<String, Route> methods = routes.get(call.path());
    if (methods == null) {
      connection.reply(notFound("Not Found"));
    } else if (!methods.containsKey(call.method())) {
      connection.reply(notAllowed(String.join(", ", methods.keySet())));
    } else {
      methods.get(call.method()).handle(call, connection);
    }
  }

  static HttpReply notFound(String detail) {
    return HttpReply.json(404, "{\"detail\":" + Json.quote(detail) + "}");
  }

  static HttpReply notAllowed(String allowed) {
    return HttpReply.json(405, "{\"detail\":\"Method Not Allowed\"}").withHeader("allow", allowed);
  }
}
