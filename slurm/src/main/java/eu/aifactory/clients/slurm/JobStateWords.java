package eu.aifactory.clients.slurm;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words by which Slurm tells a job's state: one base state and flags, in any order. Before
 * 23.11 one word alone, be it the state or a flag that hides it.
 */
record JobStateWords(SlurmJobState base, boolean isCompleting) {
  private static final Set<SlurmJobState> NOT_FINAL =
      EnumSet.of(
          SlurmJobState.PENDING,
          SlurmJobState.RUNNING,
          SlurmJobState.SUSPENDED,
          SlurmJobState.UNKNOWN);

  static JobStateWords of(List<String> words) {
    SlurmJobState base = SlurmJobState.UNKNOWN;
    boolean isCompleting = false;
    for (String written : words) {
      String word = written.toUpperCase(Locale.ROOT);
      isCompleting |= word.equals("COMPLETING");
      for (SlurmJobState state : SlurmJobState.values()) {
        if (state != SlurmJobState.UNKNOWN && state.name().equals(word)) {
          base = state;
        }
      }
    }
    return new JobStateWords(base, isCompleting);
  }

  boolean isFinal() {
    return !NOT_FINAL.contains(base);
  }
}
