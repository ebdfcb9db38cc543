package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.prompts.Prompt;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/** {@code /v1/chat/completions} and {@code /v1/completions}, streamed. */
record OpenAiPath(AiService service, Workload workload, Credentials credentials)
    implements LoadPath {

  @Override
  public RequestWriter writer(List<Prompt> prompts, String requestIdPrefix) {
    String path = isChat() ? "/v1/chat/completions" : "/v1/completions";
    return new EncodedRequests(
        URI.create(service.baseUrl() + path),
        credentials.headerLines("Accept: text/event-stream"),
        requestIdPrefix,
        prompts.stream().map(this::body).toList(),
        workload.seed(),
        workload.output().temperature() > 0);
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

  private JsonObject body(Prompt prompt) {
    JsonObjectBuilder body = Json.createObjectBuilder().add("model", service.model());
    if (isChat()) {
      body.add("messages", messages(prompt));
    } else {
      body.add("prompt", prompt.text());
    }
    Workload.Output output = workload.output();
    int maxTokens = prompt.maxTokens() == null ? output.maxTokens() : prompt.maxTokens();
    body.add("max_tokens", maxTokens).add("temperature", output.temperature());
    if (output.minTokens() != null) {
      body.add("min_tokens", Math.min(output.minTokens(), maxTokens));
    }
    if (output.ignoreEos()) {
      body.add("ignore_eos", true);
    }
    return body.add("stream", true).add("stream_options", streamOptions()).build();
  }

  /** A server that does not tell its version may refuse what only vLLM knows. */
  private JsonObjectBuilder streamOptions() {
    JsonObjectBuilder options = Json.createObjectBuilder().add("include_usage", true);
    return service.version() == null ? options : options.add("continuous_usage_stats", true);
  }

  private static JsonArrayBuilder messages(Prompt prompt) {
    JsonArrayBuilder messages = Json.createArrayBuilder();
    for (Prompt.Message message : prompt.messages()) {
      messages.add(
          Json.createObjectBuilder().add("role", message.role()).add("content", message.content()));
    }
    return messages;
  }

  private boolean isChat() {
    return Workload.API_CHAT.equals(workload.api());
  }
}
