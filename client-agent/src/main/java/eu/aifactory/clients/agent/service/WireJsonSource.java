package eu.aifactory.clients.agent.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.json.bind.Jsonb;

/** Hands the one JSON rule to beans that write JSON without JAX-RS. */
@ApplicationScoped
class WireJsonSource {
  @Produces
  Jsonb jsonb() {
    return WireJsonResolver.jsonb();
  }
}
