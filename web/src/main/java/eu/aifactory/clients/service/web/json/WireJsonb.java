package eu.aifactory.clients.service.web.json;

import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/** The protocol's way of reading and writing JSON. Thread-safe. */
final class WireJsonb {
  static final Jsonb JSON = JsonbBuilder.create(WireJson.config());

  private WireJsonb() {}
}
