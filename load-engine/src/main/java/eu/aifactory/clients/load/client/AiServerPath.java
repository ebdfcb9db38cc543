package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.client.PromptPreparation.Form;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import jakarta.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Prompts through an AI server's own API: one answer for each, not streamed. */
record AiServerPath(AiService service, Workload workload, Credentials credentials)
    implements LoadPath {

  @Override
  public RequestWriter writer(String requestIdPrefix)
      throws AiServerException, InterruptedException {
    PromptPreparation preparation = new PromptPreparation(service, credentials);
    if (workload.classes().isEmpty()) {
      return requests(preparation.prepare(workload, Form.TEXT), workload, requestIdPrefix);
    }
    List<RequestWriter> writers = new ArrayList<>();
    for (WorkloadClass part : workload.classes()) {
      Workload whole = workload.of(part);
      writers.add(requests(preparation.prepare(whole, Form.TEXT), whole, requestIdPrefix));
    }
    return new ClassedRequests(workload.classes(), writers, workload.seed());
  }

  /**
   * @param part the workload of one class
   */
  RequestWriter requests(PromptWriter prompts, Workload part, String requestIdPrefix) {
    return new JsonRequests(
        new RequestHead(
            URI.create(
                service.baseUrl()
                    + "/api/v1/vllm/"
                    + LentService.encoded(service.serviceId())
                    + "/prompt"),
            credentials.headerLines("Accept: application/json"),
            requestIdPrefix),
        "{\"prompt\":",
        Json.createObjectBuilder().add("temperature", part.output().temperature()).build(),
        JsonRequests.LeastTokens.NOTHING,
        false,
        prompts,
        part);
  }

  @Override
  public ResponseReader reader() {
    return new WholeReader();
  }
}
