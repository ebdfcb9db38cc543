package eu.aifactory.clients.service.web.json;

import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Gives answers the protocol's way of writing JSON. */
@Provider
public class WireJsonb implements ContextResolver<Jsonb> {
  static final Jsonb JSON = JsonbBuilder.create(WireJson.config());

  @Override
  public Jsonb getContext(Class<?> type) {
    return JSON;
  }
}
