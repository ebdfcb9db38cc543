package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.prompts.Prompt;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/** What an AI client gives the engine to send load with. Thread-safe. */
public interface LoadPath {

  /**
   * Encodes what can be encoded before the run.
   *
   * @param prompts to choose from, at least one
   * @param requestIdPrefix begins each {@code X-Request-Id}; the request's index ends it
   */
  RequestWriter writer(List<Prompt> prompts, String requestIdPrefix);

  /** A reader for one connection. */
  ResponseReader reader();

  /** How to ask for the server's own metrics; empty where nothing is known of them. */
  default Optional<HttpRequest> metrics() {
    return Optional.empty();
  }
}
