package eu.aifactory.clients.load.client;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;

/**
 * A kind of AI client, found by its name through {@link java.util.ServiceLoader}. Its control calls
 * are these; what it does on the load path it gives to the engine as a request writer and a
 * response reader.
 */
public interface AiClient {

  /** The name by which a workload asks for it, such as {@code vllm}. */
  String name();

  /**
   * Finds out what the AI server is, by asking it unless the workload forces an answer, and creates
   * a service on it where it lends services. Called once for a group, whatever its number of
   * agents; blocks until the service can take requests.
   *
   * @param serverAddr the AI server's address
   * @throws AiServerException when it cannot be used: nothing was created, or what was created was
   *     released again
   * @throws InterruptedException when the caller gave up; what was created was released again
   */
  AiService setUpBenchmark(String serverAddr, Workload workload)
      throws AiServerException, InterruptedException;

  /**
   * Releases a service that {@link #setUpBenchmark} created; does nothing for one that it found.
   *
   * @throws AiServerException when the server did not confirm: the service may still be there
   */
  void release(AiService service) throws AiServerException, InterruptedException;

  /** How to send the workload to a service that {@link #setUpBenchmark} gave. */
  LoadPath loadPath(AiService service, Workload workload);
}
