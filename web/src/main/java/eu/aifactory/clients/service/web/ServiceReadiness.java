package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.group.ClientManager;
import eu.aifactory.clients.service.settings.ServiceSettings;
import eu.aifactory.clients.service.settings.StorageFault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether calls can be served: the database answers, and the dispatcher is one that there is and
 * knows of nothing that keeps it from starting jobs.
 */
@Readiness
@ApplicationScoped
public class ServiceReadiness implements HealthCheck {
  private ClientManager manager;
  private Dispatchers dispatchers;
  private ServiceSettings settings;

  protected ServiceReadiness() {
    // for the container
  }

  @Inject
  ServiceReadiness(ClientManager manager, Dispatchers dispatchers, ServiceSettings settings) {
    this.manager = manager;
    this.dispatchers = dispatchers;
    this.settings = settings;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("client-service");
    try {
      manager.list(Optional.empty(), 0, 1);
      dispatchers.byName(settings.dispatcher());
      Optional<String> trouble = dispatchers.trouble(settings.dispatcher());
      return trouble.isEmpty()
          ? answer.up().build()
          : answer.down().withData("cause", trouble.get()).build();
    } catch (RuntimeException e) {
      // Whatever it is, the service is not ready, and the answer has to say so.
      String cause =
          StorageFault.in(e)
              .map(StorageFault::sentence)
              .orElseGet(() -> String.valueOf(e.getMessage()));
      return answer.down().withData("cause", cause).build();
    }
  }
}
