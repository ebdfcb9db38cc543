package eu.aifactory.clients.emulator;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The services that were created and not deleted. Safe for any thread. */
final class ServiceRegistry {
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final int FIRST_ID = 1001;

  private final Duration usualStart;
  private final FaultPlan faults;
  private final AtomicInteger nextId = new AtomicInteger(FIRST_ID);
  private final Map<Integer, InferenceService> services = new ConcurrentSkipListMap<>();

  ServiceRegistry(EmulatorOptions options, FaultPlan faults) {
    usualStart = options.serviceStart();
    this.faults = faults;
  }

  /**
   * @throws RefusedException when a fault wants it so; nothing was created
   */
  InferenceService create(String recipeName, String config) {
    List<Fault> striking = faults.forNextCreation();
    Optional<Fault> refusal = WireShape.find(striking, FaultKind.SERVICE_REFUSE);
    if (refusal.isPresent()) {
      throw RefusedException.with(
          HttpReply.json(
              refusal.get().code(), "{\"detail\":\"Refused on demand by the emulator.\"}"));
    }
    Duration delay =
        WireShape.find(striking, FaultKind.SERVICE_SLOW)
            .map(fault -> Duration.ofMillis(Math.round(fault.seconds() * MILLIS_PER_SECOND)))
            .orElse(Duration.ZERO);
    int id = nextId.getAndIncrement();
    InferenceService service =
        new InferenceService(
            Integer.toString(id),
            recipeName.replace('/', '-') + "-" + id,
            recipeName,
            config,
            System.currentTimeMillis() / MILLIS_PER_SECOND,
            System.nanoTime(),
            usualStart.plus(delay),
            WireShape.find(striking, FaultKind.SERVICE_FAIL).isPresent(),
            false);
    services.put(id, service);
    return service;
  }

  Collection<InferenceService> all() {
    return services.values();
  }

  Optional<InferenceService> find(String id) {
    return key(id).map(services::get);
  }

  Optional<InferenceService> cancel(String id) {
    return key(id).map(key -> services.computeIfPresent(key, (same, service) -> service.cancel()));
  }

  Optional<InferenceService> remove(String id) {
    return key(id).map(services::remove);
  }

  private static Optional<Integer> key(String id) {
    try {
      return Optional.of(Integer.valueOf(id));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
