package eu.aifactory.clients.service.agent;

import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ext.ContextResolver;

/** Gives outgoing calls the protocol's way of writing JSON. */
final class WireJsonbProvider implements ContextResolver<Jsonb> {
  private final Jsonb json = JsonbBuilder.create(WireJson.config());

  @Override
  public Jsonb getContext(Class<?> type) {
    return json;
  }
}
