package eu.aifactory.clients.agent.http;

import eu.aifactory.clients.agent.service.WireJsonResolver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What the agent's server serves, listed rather than found. */
@ApplicationScoped
@ApplicationPath("/")
public class AgentApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        AgentResource.class,
        WireJsonResolver.class,
        CommandCheck.class,
        JsonBodyCheck.class,
        ProblemMapper.class);
  }
}
