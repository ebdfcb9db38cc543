package eu.aifactory.clients.emulator;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The faults in force, changeable at any time and from any thread. */
public final class FaultPlan {
  /** Immutable but for its counters, so that a change starts counting anew. */
  private record InForce(
      List<Fault> generation, List<Fault> services, AtomicLong requests, AtomicLong creations) {}

  private volatile InForce inForce;
  private volatile boolean unhealthy;

  FaultPlan(List<Fault> faults) {
    set(faults);
  }

  /** Replaces all faults; requests count from 0 again. */
  public void set(List<Fault> faults) {
    unhealthy = faults.stream().anyMatch(fault -> fault.kind() == FaultKind.UNHEALTHY);
    inForce =
        new InForce(
            faults.stream().filter(fault -> !fault.kind().concernsServices()).toList(),
            faults.stream().filter(fault -> fault.kind().concernsServices()).toList(),
            new AtomicLong(),
            new AtomicLong());
  }

  /** No more faults for the requests that arrive from now on. */
  public void clear() {
    set(List.of());
  }

  public List<Fault> faults() {
    InForce now = inForce;
    return Stream.concat(now.generation.stream(), now.services.stream()).toList();
  }

  boolean unhealthy() {
    return unhealthy;
  }

  List<Fault> forNextRequest() {
    InForce now = inForce;
    long request = now.requests.getAndIncrement();
    return striking(now.generation, request);
  }

  List<Fault> forNextCreation() {
    InForce now = inForce;
    return striking(now.services, now.creations.getAndIncrement());
  }

  private static List<Fault> striking(List<Fault> faults, long number) {
    return faults.isEmpty()
        ? faults
        : faults.stream().filter(fault -> fault.strikes(number)).toList();
  }
}
