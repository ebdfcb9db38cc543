package eu.aifactory.clients.agent.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.RegistryType;

/**
 * Tells Helidon's Fault Tolerance that there are no metrics: it asks for the base registry whatever
 * the configuration says, and takes {@code null}, which a dependent producer may return, for
 * "none". A real registry would bring some twenty libraries into a process that nobody scrapes.
 */
@ApplicationScoped
@SuppressWarnings("deprecation") // the qualifier that Helidon itself asks with
class NoFaultToleranceMetrics {

  @Produces
  @Dependent
  @RegistryType(type = MetricRegistry.Type.BASE)
  MetricRegistry none() {
    return null;
  }
}
