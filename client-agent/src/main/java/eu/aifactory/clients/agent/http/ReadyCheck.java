package eu.aifactory.clients.agent.http;

import eu.aifactory.clients.agent.run.AgentState;
import eu.aifactory.clients.agent.run.ClientGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while registered and not ending. */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {
  private static final Set<String> READY =
      Set.of(AgentState.READY.name(), AgentState.RUNNING.name());

  private final ClientGroup group;

  @Inject
  public ReadyCheck(ClientGroup group) {
    this.group = group;
  }

  @Override
  public HealthCheckResponse call() {
    String state = group.status().state();
    return HealthCheckResponse.named("registration")
        .withData("state", state)
        .status(READY.contains(state))
        .build();
  }
}
