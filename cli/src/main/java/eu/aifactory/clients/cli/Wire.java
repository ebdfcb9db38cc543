package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/** Reads and writes the records of the protocol; both are thread-safe and live as long as this. */
final class Wire {
  static final Jsonb JSONB = JsonbBuilder.create(WireJson.config());
  static final Jsonb READABLE = JsonbBuilder.create(WireJson.config().withFormatting(true));

  private Wire() {}
}
