package eu.aifactory.clients.slurm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A cluster in memory: it takes jobs, and moves them on when a test says so. Thread-safe. Jobs wait
 * as {@code PENDING} until {@link #start}, unless {@link #startAtOnce} was called.
 */
public final class FakeSlurmctld {
  private static final int JOBS_MOST = 100_000;

  /** Slurm refuses: nothing was done. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int number;

    Refusal(int number, String text) {
      super(text);
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /** A submit as slurmctld sees it. */
  record Submission(
      String userName,
      String name,
      String comment,
      String partition,
      Map<String, String> environment,
      long timeLimitMinutes) {}

  private final Map<Long, FakeJob> jobs = new TreeMap<>();
  private final Set<String> partitions = ConcurrentHashMap.newKeySet();
  private long lastId;
  private boolean startsAtOnce;
  private volatile boolean down;

  FakeSlurmctld() {
    partitions.add("debug");
  }

  /** From now on a submitted job runs at once. */
  public synchronized void startAtOnce() {
    startsAtOnce = true;
  }

  /** Lets slurmrestd find nobody, or somebody again; the jobs stay. */
  public void setDown(boolean isDown) {
    down = isDown;
  }

  boolean isDown() {
    return down;
  }

  synchronized long submit(Submission submission) throws Refusal {
    if (submission.partition() != null && !partitions.contains(submission.partition())) {
      throw new Refusal(2000, "Invalid partition name specified");
    }
    if (jobs.size() >= JOBS_MOST) {
      throw new Refusal(2007, "Slurm's job queue is full");
    }
    long id = ++lastId;
    jobs.put(
        id,
        new FakeJob(
            id,
            submission.name(),
            submission.comment(),
            submission.userName(),
            Map.copyOf(submission.environment()),
            startsAtOnce ? SlurmJobState.RUNNING : SlurmJobState.PENDING,
            false,
            "None",
            0,
            0,
            0,
            submission.timeLimitMinutes(),
            Instant.now()));
    return id;
  }

  /** A job that came another way than through the fake slurmrestd: another user's, or by hand. */
  public long add(String userName, String name, String comment) {
    try {
      return submit(new Submission(userName, name, comment, null, Map.of("PATH", "/bin"), 60));
    } catch (Refusal e) {
      throw new IllegalStateException(e);
    }
  }

  /** As scancel does; a job that has ended stays as it is. */
  public void cancel(long jobId) {
    change(
        jobId,
        job -> job.isLive() ? job.ended(SlurmJobState.CANCELLED, "None", 0, 15, false) : job);
  }

  /** Puts a waiting job onto nodes. */
  public void start(long jobId) {
    change(jobId, job -> job.inState(SlurmJobState.RUNNING, "None"));
  }

  /** Gives a waiting job the reason for which it waits. */
  public void waitFor(long jobId, String reason) {
    change(jobId, job -> job.inState(SlurmJobState.PENDING, reason));
  }

  /** Ends a job whose script exits. */
  public void exit(long jobId, int exitCode) {
    change(
        jobId,
        job ->
            exitCode == 0
                ? job.ended(SlurmJobState.COMPLETED, "None", 0, 0, false)
                : job.ended(SlurmJobState.FAILED, "NonZeroExitCode", exitCode, 0, false));
  }

  /** Ends a job for a reason of Slurm's: TIMEOUT, NODE_FAIL, OUT_OF_MEMORY and so on. */
  public void end(long jobId, SlurmJobState state, String reason) {
    change(jobId, job -> job.ended(state, reason, 0, 15, false));
  }

  /** Ends a job that still holds its nodes, for as long as its end takes. */
  public void beginEnd(long jobId, SlurmJobState state, String reason) {
    change(jobId, job -> job.ended(state, reason, 0, 15, true));
  }

  /** Puts a job back into the queue, under its id. */
  public void requeue(long jobId) {
    change(jobId, FakeJob::requeued);
  }

  /** Lets a job be forgotten, as MinJobAge does. */
  public synchronized void forget(long jobId) {
    jobs.remove(jobId);
  }

  private synchronized void change(long jobId, UnaryOperator<FakeJob> change) {
    FakeJob job = jobs.get(jobId);
    if (job == null) {
      throw new NoSuchElementException("no job " + jobId);
    }
    jobs.put(jobId, change.apply(job));
  }

  public synchronized Optional<FakeJob> job(long jobId) {
    return Optional.ofNullable(jobs.get(jobId));
  }

  /** All that are known, in the order of their ids. */
  public synchronized List<FakeJob> jobs() {
    return new ArrayList<>(jobs.values());
  }

  public List<FakeJob> jobsNamed(String name) {
    return jobs().stream().filter(job -> job.name().equals(name)).toList();
  }

  /** How many jobs of that name wait, run, or hold nodes. */
  public long liveCount(String name) {
    return jobsNamed(name).stream().filter(FakeJob::isLive).count();
  }

  /** How many jobs were ever taken, those forgotten as well. */
  public synchronized long submittedCount() {
    return lastId;
  }
}
