package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.StageDirector;
import eu.aifactory.clients.load.client.AiClient;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.load.records.RequestLogs;
import java.util.Optional;

/** Where AI clients and load runs come from: all that a run knows of the load engine's making. */
public interface LoadSource {

  /**
   * The AI client of a workload.
   *
   * @throws AiServerException when there is none of that name
   */
  AiClient client(String name) throws AiServerException;

  /**
   * Prepares connections and prompts; nothing is sent before the run is started.
   *
   * @param logs hear of each request that ended
   * @param director of a load that the service judges and directs, of which this is a share
   * @throws AiServerException when it cannot be prepared; nothing is held then
   */
  LoadRun prepare(LoadPlan plan, RequestLogs logs, Optional<StageDirector> director)
      throws AiServerException, InterruptedException;
}
