package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.client.PromptPreparation.Form;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /v1/chat/completions} and {@code /v1/completions}, streamed. */
record OpenAiPath(AiService service, Workload workload, Credentials credentials)
    implements LoadPath {

  @Override
  public RequestWriter writer(String requestIdPrefix)
      throws AiServerException, InterruptedException {
    PromptPreparation preparation = new PromptPreparation(service, credentials);
    if (workload.classes().isEmpty()) {
      return prepared(workload, preparation, requestIdPrefix);
    }
    List<RequestWriter> writers = new ArrayList<>();
    for (WorkloadClass part : workload.classes()) {
      writers.add(prepared(workload.of(part), preparation, requestIdPrefix));
    }
    return new ClassedRequests(workload.classes(), writers, workload.seed());
  }

  @Override
  public ResponseReader reader() {
    return new EventReader();
  }

  @Override
  public Optional<HttpRequest> metrics() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(service.baseUrl() + "/metrics"))
            .header("Accept", "text/plain");
    credentials.authorization().ifPresent(value -> request.header("Authorization", value));
    return Optional.of(request.build());
  }

  private RequestWriter prepared(
      Workload part, PromptPreparation preparation, String requestIdPrefix)
      throws AiServerException, InterruptedException {
    PromptWriter prompts = preparation.prepare(part, isChat(part) ? Form.MESSAGES : Form.TEXT);
    return requests(prompts, part, requestIdPrefix);
  }

  /**
   * @param part the workload of one class
   */
  RequestWriter requests(PromptWriter prompts, Workload part, String requestIdPrefix) {
    String path = isChat(part) ? "/v1/chat/completions" : "/v1/completions";
    Workload.Output output = part.output();
    JsonObjectBuilder rest = Json.createObjectBuilder().add("temperature", output.temperature());
    if (output.ignoreEos()) {
      rest.add("ignore_eos", true);
    }
    rest.add("stream", true).add("stream_options", streamOptions());
    return new JsonRequests(
        new RequestHead(
            URI.create(service.baseUrl() + path),
            credentials.headerLines("Accept: text/event-stream"),
            requestIdPrefix),
        "{\"model\":%s,\"%s\":"
            .formatted(Json.createValue(service.model()), isChat(part) ? "messages" : "prompt"),
        rest.build(),
        JsonRequests.leastTokens(part),
        output.temperature() > 0,
        prompts,
        part);
  }

  /** A server that does not tell its version may refuse what only vLLM knows. */
  private JsonObjectBuilder streamOptions() {
    JsonObjectBuilder options = Json.createObjectBuilder().add("include_usage", true);
    return service.version() == null ? options : options.add("continuous_usage_stats", true);
  }

  private static boolean isChat(Workload part) {
    return Workload.API_CHAT.equals(part.api());
  }
}
