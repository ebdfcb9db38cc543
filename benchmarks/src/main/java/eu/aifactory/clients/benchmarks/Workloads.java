package eu.aifactory.clients.benchmarks;

import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.Workload;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/** Workloads in the words in which a user writes them. */
public final class Workloads {
  private static final Jsonb JSON = JsonbBuilder.create(WireJson.config());

  private Workloads() {}

  /** Reads a workload's JSON. */
  public static Workload read(String json) {
    return JSON.fromJson(json, Workload.class);
  }
}
