package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.load.LoadPlan;
import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.client.AiClient;
import eu.aifactory.clients.load.client.AiServerException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ServiceLoader;

/** Load from the project's own engine, AI clients from the class path. */
@ApplicationScoped
class EngineLoadSource implements LoadSource {

  @Override
  public AiClient client(String name) throws AiServerException {
    return ServiceLoader.load(AiClient.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(client -> client.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new AiServerException("there is no AI client called \"%s\"".formatted(name)));
  }

  @Override
  public LoadRun prepare(LoadPlan plan) throws AiServerException {
    throw new AiServerException("the load engine is not part of this build");
  }
}
