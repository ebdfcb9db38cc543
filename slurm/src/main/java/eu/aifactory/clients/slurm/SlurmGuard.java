package eu.aifactory.clients.slurm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Spares Slurm: lets only so many calls through a second, and none for a while after one that got
 * no answer, longer each time. Thread-safe.
 */
public final class SlurmGuard implements SlurmClient {
  /** How long a call waits for its turn before it is given up. */
  static final Duration TURN_LIMIT = Duration.ofSeconds(10);

  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int BURST_SECONDS = 2;

  private final SlurmClient slurm;
  private final LongSupplier nanos;
  private final Turns turns;

  private int failures;
  private long pausedUntil;
  private String why;

  /**
   * @param callsPerSecond on average; twice as many at once after a quiet time
   */
  public SlurmGuard(SlurmClient slurm, double callsPerSecond) {
    this(slurm, callsPerSecond, System::nanoTime);
  }

  /**
   * @param nanos the time that pauses are measured by, as {@link System#nanoTime} gives it
   */
  public SlurmGuard(SlurmClient slurm, double callsPerSecond, LongSupplier nanos) {
    this.slurm = slurm;
    this.nanos = nanos;
    this.turns =
        new Turns(callsPerSecond, Math.max(1, callsPerSecond * BURST_SECONDS), System::nanoTime);
  }

  /** Why calls are held back now; empty while they are not. */
  public synchronized Optional<String> trouble() {
    return failures > 0 && nanos.getAsLong() - pausedUntil < 0
        ? Optional.of(why)
        : Optional.empty();
  }

  @Override
  public SubmitOutcome submit(SlurmJob job) {
    try {
      enter();
    } catch (SlurmUnavailableException e) {
      return new SubmitOutcome.NotSent(e.getMessage());
    }
    SubmitOutcome outcome = slurm.submit(job);
    switch (outcome) {
      case SubmitOutcome.Accepted accepted -> answered();
      case SubmitOutcome.Refused refused -> answered();
      case SubmitOutcome.BadCredentials refused -> unanswered(refused.reason());
      case SubmitOutcome.NotSent away -> unanswered(away.reason());
      case SubmitOutcome.Unknown lost -> unanswered(lost.reason());
    }
    return outcome;
  }

  @Override
  public List<SlurmJobInfo> jobs() throws SlurmUnavailableException {
    return guarded(slurm::jobs);
  }

  @Override
  public Optional<SlurmJobInfo> job(long jobId) throws SlurmUnavailableException {
    return guarded(() -> slurm.job(jobId));
  }

  @Override
  public List<SlurmNode> nodes(String hostList) throws SlurmUnavailableException {
    return guarded(() -> slurm.nodes(hostList));
  }

  @Override
  public void cancel(long jobId) throws SlurmUnavailableException {
    guarded(
        () -> {
          slurm.cancel(jobId);
          return null;
        });
  }

  @Override
  public String description() {
    return slurm.description();
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws SlurmUnavailableException;
  }

  private <T> T guarded(Call<T> call) throws SlurmUnavailableException {
    enter();
    try {
      T answer = call.make();
      answered();
      return answer;
    } catch (SlurmUnavailableException e) {
      unanswered(e.getMessage());
      throw e;
    }
  }

  private void enter() throws SlurmUnavailableException {
    Optional<String> trouble = trouble();
    if (trouble.isPresent()) {
      throw SlurmUnavailableException.because(trouble.get(), null);
    }
    try {
      if (!turns.take(TURN_LIMIT)) {
        throw SlurmUnavailableException.because(
            "more calls of Slurm wait than requests_per_second lets through", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SlurmUnavailableException.because("interrupted while waiting for a turn", e);
    }
  }

  private synchronized void answered() {
    failures = 0;
  }

  private synchronized void unanswered(String reason) {
    why = reason;
    long pause = FIRST_PAUSE.toNanos() << Math.min(failures, 10);
    pausedUntil = nanos.getAsLong() + Math.min(pause, LONGEST_PAUSE.toNanos());
    failures++;
  }
}
