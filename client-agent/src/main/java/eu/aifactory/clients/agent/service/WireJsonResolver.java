package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Makes JAX-RS, client and server, write and read JSON as {@link WireJson} has it. */
@Provider
public class WireJsonResolver implements ContextResolver<Jsonb> {
  private static final Jsonb JSONB = JsonbBuilder.create(WireJson.config());

  @Override
  public Jsonb getContext(Class<?> type) {
    return JSONB;
  }

  /** The same for who writes JSON without JAX-RS. */
  public static Jsonb jsonb() {
    return JSONB;
  }
}
