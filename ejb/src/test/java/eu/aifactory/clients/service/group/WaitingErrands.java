package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Leases;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Errands that wait, one a group as in production, until the test carries them out. */
final class WaitingErrands extends GroupErrands {
  private final Map<String, Runnable> waiting = new LinkedHashMap<>();
  private final Set<String> inHand = new HashSet<>();

  WaitingErrands(Leases leases, Fence fence) {
    super(leases, fence);
  }

  @Override
  public void run(String name, Runnable work) {
    if (!inHand.contains(name)) {
      waiting.putIfAbsent(name, work);
    }
  }

  /** Carries out the errand that waits for longest; {@code false} when there is none. */
  boolean carryOutOne() {
    if (waiting.isEmpty()) {
      return false;
    }
    String first = waiting.keySet().iterator().next();
    Runnable work = waiting.remove(first);
    inHand.add(first);
    try {
      work.run();
    } finally {
      inHand.remove(first);
    }
    return true;
  }
}
