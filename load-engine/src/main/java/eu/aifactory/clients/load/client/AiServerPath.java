package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.prompts.Prompt;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;

/** Prompts through an AI server's own API: one answer for each, not streamed. */
record AiServerPath(AiService service, Workload workload, Credentials credentials)
    implements LoadPath {

  @Override
  public RequestWriter writer(List<Prompt> prompts, String requestIdPrefix) {
    return new EncodedRequests(
        URI.create(
            service.baseUrl()
                + "/api/v1/vllm/"
                + LentService.encoded(service.serviceId())
                + "/prompt"),
        credentials.headerLines("Accept: application/json"),
        requestIdPrefix,
        prompts.stream().map(this::body).toList(),
        workload.seed(),
        false);
  }

  @Override
  public ResponseReader reader() {
    return new WholeReader();
  }

  private JsonObject body(Prompt prompt) {
    Workload.Output output = workload.output();
    return Json.createObjectBuilder()
        .add("prompt", prompt.text())
        .add("max_tokens", prompt.maxTokens() == null ? output.maxTokens() : prompt.maxTokens())
        .add("temperature", output.temperature())
        .build();
  }
}
