package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.client.ControlCalls.Reply;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import java.time.Duration;
import java.util.List;

/**
 * The client of vLLM, either at a plain address, which it streams from, or lent by an AI server,
 * whose own API it then uses. Which of the two a server is, it finds out by asking for {@code
 * /v1/models}. Thread-safe.
 */
public final class VllmClient implements AiClient {
  /** Environment variable with the key that servers started with {@code --api-key} ask for. */
  public static final String API_KEY_VARIABLE = "OPENAI_API_KEY";

  private static final Duration SET_UP_LIMIT = Duration.ofMinutes(10);

  private final Credentials credentials;
  private final Duration setUpLimit;

  /** With the key of the environment, if there is one. */
  public VllmClient() {
    this(System.getenv().getOrDefault(API_KEY_VARIABLE, ""), SET_UP_LIMIT);
  }

  /**
   * @param apiKey to send as bearer token; empty for none
   * @param setUpLimit how long a service may take until it runs
   */
  public VllmClient(String apiKey, Duration setUpLimit) {
    this.credentials = new Credentials(apiKey);
    this.setUpLimit = setUpLimit;
  }

  @Override
  public String name() {
    return Workload.DEFAULT_CLIENT;
  }

  @Override
  public AiService setUpBenchmark(String serverAddr, Workload workload)
      throws AiServerException, InterruptedException {
    String baseUrl = serverAddr.replaceAll("/+$", "");
    try (ControlCalls calls = new ControlCalls(baseUrl, credentials)) {
      if (Workload.SERVER_AI.equals(workload.server())) {
        return new LentService(calls, setUpLimit).setUp(baseUrl, workload);
      }
      Reply models = calls.get("/v1/models");
      if (models.succeeded() && ModelList.isOne(models)) {
        return found(calls, baseUrl, workload, ModelList.of(models));
      }
      if (models.status() == 401 || models.status() == 403) {
        throw new AiServerException(
            "%s; put the server's key into the environment variable %s"
                .formatted(models.told(), API_KEY_VARIABLE));
      }
      if (Workload.SERVER_VLLM.equals(workload.server())) {
        throw new AiServerException(models.told() + "; a vLLM server lists its models there");
      }
      return new LentService(calls, setUpLimit).setUp(baseUrl, workload);
    }
  }

  private static AiService found(
      ControlCalls calls, String baseUrl, Workload workload, List<ModelList.Model> models)
      throws AiServerException, InterruptedException {
    ModelList.Model model = ModelList.choose(models, workload.model(), baseUrl);
    return new AiService(
        Workload.SERVER_VLLM,
        baseUrl,
        null,
        model.id(),
        ModelList.version(calls.get("/version")).orElse(null),
        model.maxModelLen(),
        false);
  }

  @Override
  public void release(AiService service) throws AiServerException, InterruptedException {
    if (!service.created()) {
      return;
    }
    try (ControlCalls calls = new ControlCalls(service.baseUrl(), credentials)) {
      new LentService(calls, setUpLimit).release(service.serviceId());
    }
  }

  @Override
  public LoadPath loadPath(AiService service, Workload workload) {
    return Workload.SERVER_AI.equals(service.kind())
        ? new AiServerPath(service, workload, credentials)
        : new OpenAiPath(service, workload, credentials);
  }
}
