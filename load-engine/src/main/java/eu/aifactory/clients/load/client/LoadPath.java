package eu.aifactory.clients.load.client;

import java.net.http.HttpRequest;
import java.util.Optional;

/** What an AI client gives the engine to send load with. Thread-safe. */
public interface LoadPath {

  /**
   * Gets the workload's prompts ready: reads files, asks the server to count where lengths are kept
   * by its tokenizer, and encodes what can be encoded before the run. Blocks.
   *
   * @param requestIdPrefix begins each {@code X-Request-Id}; the request's index ends it
   * @throws AiServerException when the server cannot count, or counts so that lengths cannot be
   *     kept
   * @throws eu.aifactory.clients.load.prompts.PromptException naming the file, line and field at
   *     fault, or the lengths that the model cannot take
   */
  RequestWriter writer(String requestIdPrefix) throws AiServerException, InterruptedException;

  /** A reader for one connection. */
  ResponseReader reader();

  /** How to ask for the server's own metrics; empty where nothing is known of them. */
  default Optional<HttpRequest> metrics() {
    return Optional.empty();
  }
}
