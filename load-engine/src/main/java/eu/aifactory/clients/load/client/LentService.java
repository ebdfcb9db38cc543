package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.client.ControlCalls.Reply;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A service that an AI server creates, starts and takes back. */
final class LentService {
  private static final System.Logger LOG = System.getLogger(LentService.class.getName());
  private static final String SERVICES = "/api/v1/services";
  private static final Set<String> OVER =
      Set.of(
          "failed",
          "error",
          "cancelled",
          "canceled",
          "timeout",
          "completed",
          "stopped",
          "terminated");
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final ControlCalls calls;
  private final Duration limit;

  LentService(ControlCalls calls, Duration limit) {
    this.calls = calls;
    this.limit = limit;
  }

  /** Creates a service and waits until it runs; releases it again when it does not. */
  AiService setUp(String baseUrl, Workload workload)
      throws AiServerException, InterruptedException {
    String id = create();
    boolean runs = false;
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      awaitRunning(id, deadline);
      List<ModelList.Model> models = awaitModels(id, deadline);
      ModelList.Model model =
          models.isEmpty()
              ? new ModelList.Model(workload.model(), null)
              : ModelList.choose(models, workload.model(), baseUrl);
      runs = true;
      return new AiService(
          Workload.SERVER_AI, baseUrl, id, model.id(), null, model.maxModelLen(), true);
    } finally {
      if (!runs) {
        giveBack(id);
      }
    }
  }

  private String create() throws AiServerException, InterruptedException {
    JsonObject config =
        Json.createObjectBuilder().add("nodes", 1).add("cpus", 2).add("memory", "8G").build();
    Reply reply =
        calls.post(
            SERVICES,
            Json.createObjectBuilder()
                .add("recipe_name", "inference/vllm")
                .add("config", config)
                .build());
    if (!reply.succeeded()) {
      throw new AiServerException(
          reply.told() + "; the address is neither a vLLM server nor an AI server that lends one");
    }
    return member(reply, "id")
        .orElseThrow(() -> new AiServerException(reply.told() + "; there is no id in it"));
  }

  private void awaitRunning(String id, long deadline)
      throws AiServerException, InterruptedException {
    Duration pause = SHORTEST_PAUSE;
    while (true) {
      Reply reply = calls.get(path(id) + "/status");
      String status =
          member(reply, "status")
              .map(text -> text.toLowerCase(Locale.ROOT))
              .orElseThrow(
                  () -> new AiServerException(reply.told() + "; there is no status in it"));
      if ("running".equals(status)) {
        return;
      }
      if (OVER.contains(status)) {
        throw new AiServerException("service %s is %s and cannot be used".formatted(id, status));
      }
      pause = pauseBefore(deadline, pause, "service %s is still %s".formatted(id, status));
    }
  }

  /** The model list of a service that runs may take a while longer: its server loads the model. */
  private List<ModelList.Model> awaitModels(String id, long deadline)
      throws AiServerException, InterruptedException {
    Duration pause = SHORTEST_PAUSE;
    while (true) {
      Reply reply = calls.get("/api/v1/vllm/" + encoded(id) + "/models");
      if (reply.status() < 500) {
        return reply.succeeded() ? ModelList.of(reply) : List.of();
      }
      pause = pauseBefore(deadline, pause, reply.told());
    }
  }

  private Duration pauseBefore(long deadline, Duration pause, String soFar)
      throws AiServerException, InterruptedException {
    if (System.nanoTime() + pause.toNanos() > deadline) {
      throw new AiServerException("%s after %d s".formatted(soFar, limit.toSeconds()));
    }
    new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  /** Cancels; older servers know only the deletion. */
  void release(String id) throws AiServerException, InterruptedException {
    JsonObject cancelled = Json.createObjectBuilder().add("status", "cancelled").build();
    Reply reply = calls.post(path(id) + "/status", cancelled);
    if (reply.succeeded()) {
      return;
    }
    Reply deletion = calls.delete(path(id));
    if (!deletion.succeeded() && deletion.status() != 404) {
      throw new AiServerException(
          "service %s may still be there: %s; %s".formatted(id, reply.told(), deletion.told()));
    }
  }

  private void giveBack(String id) {
    boolean interrupted = Thread.interrupted();
    try {
      release(id);
    } catch (AiServerException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "service {0} may still be there: interrupted", id);
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> member(Reply reply, String name) {
    JsonValue value =
        reply
            .json()
            .filter(JsonObject.class::isInstance)
            .map(body -> body.asJsonObject().get(name))
            .orElse(JsonValue.NULL);
    return switch (value) {
      case JsonString text -> Optional.of(text.getString());
      case JsonNumber number -> Optional.of(number.toString());
      default -> Optional.empty();
    };
  }

  private static String path(String id) {
    return SERVICES + "/" + encoded(id);
  }

  static String encoded(String id) {
    // The encoder is one of forms, where a blank becomes a plus sign.
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
