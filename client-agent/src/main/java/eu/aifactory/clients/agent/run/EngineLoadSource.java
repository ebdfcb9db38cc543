package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.load.LoadEngine;
import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.PreparationException;
import eu.aifactory.clients.load.StageDirector;
import eu.aifactory.clients.load.client.AiClient;
import eu.aifactory.clients.load.client.AiClients;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.load.server.WatchedRun;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Load from the project's own engine. Made with the first run, so that event loops and native
 * transport cost nothing before the agent has registered.
 */
@ApplicationScoped
class EngineLoadSource implements LoadSource {
  private final LoadEngine engine = new LoadEngine();

  @Override
  public AiClient client(String name) throws AiServerException {
    return AiClients.named(name)
        .orElseThrow(
            () -> new AiServerException("there is no AI client called \"%s\"".formatted(name)));
  }

  @Override
  public LoadRun prepare(LoadPlan plan, RequestLogs logs, Optional<StageDirector> director)
      throws AiServerException {
    try {
      engine.rehearse(plan.workload());
      LoadPath path = client(plan.workload().client()).loadPath(plan.service(), plan.workload());
      return WatchedRun.watch(
          engine.prepare(plan, logs, director), path, plan.service().model(), plan.rank());
    } catch (PreparationException e) {
      throw new AiServerException(e.getMessage(), e);
    }
  }

  @PreDestroy
  void close() {
    engine.close();
  }
}
