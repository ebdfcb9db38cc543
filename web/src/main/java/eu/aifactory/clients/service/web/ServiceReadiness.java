package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.settings.DatabasePulse;
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
 * Whether calls can be served: the database has answered a moment ago, and the dispatcher is one
 * that there is and knows of nothing that keeps it from starting jobs. Waits for neither.
 */
@Readiness
@ApplicationScoped
public class ServiceReadiness implements HealthCheck {
  private Dispatchers dispatchers;
  private ServiceSettings settings;
  private DatabasePulse pulse;

  protected ServiceReadiness() {
    // for the container
  }

  @Inject
  ServiceReadiness(Dispatchers dispatchers, ServiceSettings settings, DatabasePulse pulse) {
    this.dispatchers = dispatchers;
    this.settings = settings;
    this.pulse = pulse;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("client-service");
    try {
      Optional<String> away = pulse.trouble();
      if (away.isPresent()) {
        return answer.down().withData("cause", away.get()).build();
      }
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
