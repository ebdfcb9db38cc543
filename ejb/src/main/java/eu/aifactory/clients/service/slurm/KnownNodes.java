package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.slurm.HostList;
import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmNode;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Slurm has said of nodes, by name: jobs come and go faster than nodes change. As many as one
 * job can have; thread-safe.
 */
final class KnownNodes {
  static final Duration KEPT = Duration.ofMinutes(10);

  private final SlurmClient slurm;
  private final Clock clock;
  private final Map<String, Seen> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > HostList.NAMES_MOST;
        }
      };

  private record Seen(SlurmNode node, Instant at) {}

  KnownNodes(SlurmClient slurm, Clock clock) {
    this.slurm = slurm;
    this.clock = clock;
  }

  /**
   * @param hostList not empty
   * @throws SlurmUnavailableException when Slurm had to be asked and gave no answer
   */
  List<SlurmNode> of(String hostList) throws SlurmUnavailableException {
    List<SlurmNode> known = known(hostList);
    if (!known.isEmpty()) {
      return known;
    }
    List<SlurmNode> answer = slurm.nodes(hostList);
    Instant now = clock.instant();
    synchronized (seen) {
      for (SlurmNode node : answer) {
        seen.remove(node.name());
        seen.put(node.name(), new Seen(node, now));
      }
    }
    return answer;
  }

  /** All of them, or none. */
  private List<SlurmNode> known(String hostList) {
    Instant oldest = clock.instant().minus(KEPT);
    List<SlurmNode> known = new ArrayList<>();
    try {
      for (String name : HostList.expand(hostList)) {
        Seen node;
        synchronized (seen) {
          node = seen.get(name);
        }
        if (node == null || !node.at().isAfter(oldest)) {
          return List.of();
        }
        known.add(node.node());
      }
    } catch (IllegalArgumentException e) {
      // Slurm is asked for it, and says what is wrong with it.
      return List.of();
    }
    return known;
  }
}
