package eu.aifactory.clients.system;

import java.util.Comparator;
import java.util.Set;

/**
 * A job as {@code squeue} shows it.
 *
 * @param nodes as Slurm writes them, empty while it waits
 */
record SlurmJob(long id, String state, String nodes, String reason, String user, String name)
    implements Comparable<SlurmJob> {
  private static final Set<String> LIVE =
      Set.of("PENDING", "CONFIGURING", "RUNNING", "SUSPENDED", "COMPLETING", "REQUEUED", "STOPPED");

  static SlurmJob parse(String line) {
    String[] parts = line.strip().split("\\|", 6);
    return new SlurmJob(Long.parseLong(parts[0]), parts[1], parts[2], parts[3], parts[4], parts[5]);
  }

  boolean isLive() {
    return LIVE.contains(state);
  }

  @Override
  public int compareTo(SlurmJob other) {
    return Comparator.comparingLong(SlurmJob::id).compare(this, other);
  }
}
