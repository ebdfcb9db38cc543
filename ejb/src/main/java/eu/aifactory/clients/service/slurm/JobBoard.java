package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmJobState;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * What Slurm said last of all jobs, by one question for all groups: asked again after an interval
 * that is short while something happens and long while nothing does. Thread-safe; who comes while
 * Slurm is being asked waits for that answer.
 */
final class JobBoard {
  /** While all jobs just run, their agents tell what is worth knowing. */
  private static final int RUNNING_FACTOR = 3;

  private static final int QUEUED_FACTOR = 12;
  private static final Duration LONG_IN_QUEUE = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final double JITTER = 0.2;

  private final SlurmClient slurm;
  private final Duration interval;
  private final Clock clock;
  private final DoubleSupplier random;

  private Map<Long, SlurmJobInfo> listed = Map.of();
  private Map<Long, Optional<SlurmJobInfo>> asked = new HashMap<>();
  private Instant next = Instant.MIN;
  private Instant oldest = Instant.MIN;

  /**
   * @param interval between two questions while something happens
   * @param random gives numbers from 0 to 1, so that instances do not ask in step
   */
  JobBoard(SlurmClient slurm, Duration interval, Clock clock, DoubleSupplier random) {
    this.slurm = slurm;
    this.interval = interval;
    this.clock = clock;
    this.random = random;
  }

  /** All jobs of this user, from an answer that is not older than the short interval. */
  synchronized Collection<SlurmJobInfo> all() throws SlurmUnavailableException {
    if (oldest.plus(interval).isBefore(clock.instant()) || oldest.equals(Instant.MIN)) {
      list();
    }
    return listed.values();
  }

  /**
   * How jobs stand; empty for one that Slurm says it does not know. One that is missing from the
   * answer has not been looked for yet.
   */
  synchronized Map<Long, Optional<SlurmJobInfo>> of(Set<Long> jobs)
      throws SlurmUnavailableException {
    if (!next.isAfter(clock.instant())) {
      list();
      asked = new HashMap<>();
      for (long job : jobs) {
        // A list that lacks a job is no proof: only Slurm's own word on that job is.
        asked.put(job, listed.containsKey(job) ? Optional.of(listed.get(job)) : slurm.job(job));
      }
      next = clock.instant().plus(pause(jobs));
    }
    Map<Long, Optional<SlurmJobInfo>> known = new HashMap<>();
    for (long job : jobs) {
      if (asked.containsKey(job)) {
        known.put(job, asked.get(job));
      } else if (listed.containsKey(job)) {
        known.put(job, Optional.of(listed.get(job)));
      }
    }
    return known;
  }

  /** Something was changed: the next question is not put off. */
  synchronized void expectNews() {
    next = Instant.MIN;
    oldest = Instant.MIN;
  }

  private void list() throws SlurmUnavailableException {
    Map<Long, SlurmJobInfo> jobs = new HashMap<>();
    Instant before = clock.instant();
    for (SlurmJobInfo job : slurm.jobs()) {
      jobs.put(job.jobId(), job);
    }
    listed = jobs;
    oldest = before;
  }

  private Duration pause(Set<Long> jobs) {
    int factor = jobs.stream().mapToInt(this::patience).min().orElse(1);
    double jittered = 1 + JITTER * (2 * random.getAsDouble() - 1);
    long millis = (long) (interval.toMillis() * factor * jittered);
    return Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
  }

  private int patience(long jobId) {
    SlurmJobInfo job = asked.getOrDefault(jobId, Optional.empty()).orElse(null);
    if (job == null || job.ending()) {
      return 1;
    }
    if (job.state() == SlurmJobState.RUNNING) {
      return RUNNING_FACTOR;
    }
    boolean longInQueue =
        job.state() == SlurmJobState.PENDING
            && job.submittedAt() != null
            && job.submittedAt().plus(LONG_IN_QUEUE).isBefore(clock.instant());
    return longInQueue ? QUEUED_FACTOR : 1;
  }
}
