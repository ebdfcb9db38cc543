package eu.aifactory.clients.emulator;

import java.time.Duration;

/**
 * One inference service of the emulated AI server. Until it is cancelled, its status depends on its
 * age alone: pending for the first half of its start, starting for the second, then running.
 *
 * @param config the client's own JSON, given back as it came
 */
record InferenceService(
    String id,
    String name,
    String recipeName,
    String config,
    double createdAtSeconds,
    long createdNanos,
    Duration start,
    boolean fails,
    boolean cancelled) {

  String status(long nowNanos) {
    long age = nowNanos - createdNanos;
    if (cancelled) {
      return "cancelled";
    }
    if (age < start.toNanos() / 2) {
      return "pending";
    }
    if (age < start.toNanos()) {
      return "starting";
    }
    return fails ? "failed" : "running";
  }

  InferenceService cancel() {
    return new InferenceService(
        id, name, recipeName, config, createdAtSeconds, createdNanos, start, fails, true);
  }

  String toJson(long nowNanos) {
    return ("{\"id\":%s,\"name\":%s,\"recipe_name\":%s,\"status\":\"%s\",\"config\":%s,"
            + "\"created_at\":%s}")
        .formatted(
            Json.quote(id),
            Json.quote(name),
            Json.quote(recipeName),
            status(nowNanos),
            config,
            createdAtSeconds);
  }
}
