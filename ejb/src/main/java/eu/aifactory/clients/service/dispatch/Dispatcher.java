package eu.aifactory.clients.service.dispatch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Starts jobs that start agents. All calls may block for as long as the dispatcher's own time-out;
 * none is made inside a transaction or a lock. Thread-safe.
 *
 * <p>What every dispatcher has to keep is written down as tests: {@code DispatcherContract}.
 */
public interface Dispatcher {

  /** The name by which configuration chooses it, such as {@code local}. */
  String name();

  /**
   * Does what jobs need before the first of them; called at the service's start and now and then
   * after. May take long; {@link #trouble} says so meanwhile.
   */
  default void prepare() {}

  /**
   * Why no job can be started now, where that is known; creating a group is possible all the same.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /**
   * Submits a job and returns as soon as it is known to exist, or not to, or neither. Never throws
   * for what happens outside this process.
   */
  Submission submit(JobRequest request);

  /**
   * The jobs of that name that still exist, also those that have ended a moment ago.
   *
   * @throws DispatcherUnavailableException when it cannot be known now; this says nothing about
   *     jobs
   */
  List<JobStatus> find(JobName name) throws DispatcherUnavailableException;

  /**
   * All jobs of a deployment that still exist, also those that have ended a moment ago.
   *
   * @throws DispatcherUnavailableException when it cannot be known now; this says nothing about
   *     jobs
   */
  List<JobStatus> jobsOf(String deployment) throws DispatcherUnavailableException;

  /**
   * How jobs stand, from a look that may be some seconds old. Nothing follows for a job that is
   * missing from the answer; one that is known not to exist is {@link JobStatus.Phase#GONE}.
   *
   * @throws DispatcherUnavailableException when it cannot be known now; this says nothing about
   *     jobs
   */
  Map<JobId, JobStatus> observe(Set<JobId> jobs) throws DispatcherUnavailableException;

  /** Whether it can say on which nodes a job runs. */
  default boolean knowsNodes() {
    return false;
  }

  /**
   * The nodes on which a job runs; none for a job that there is not, or that is another's. Asks
   * once for all agents of a job, and waits for about a second at most. Only of a dispatcher that
   * {@link #knowsNodes}.
   *
   * @param mark of the attempt whose job it has to be
   * @throws DispatcherUnavailableException when it cannot be known now, or the job has no nodes yet
   */
  default JobNodes nodesOf(JobId job, JobMark mark) throws DispatcherUnavailableException {
    throw new UnsupportedOperationException(name() + " knows no nodes");
  }

  /**
   * Asks a job to end: its agents get SIGTERM and, after a while, SIGKILL. Returns before it has
   * ended; for a job that has ended or is gone it does nothing. To be called again as long as the
   * job is there.
   *
   * @throws DispatcherUnavailableException when the request may not have arrived
   */
  void cancel(JobId job) throws DispatcherUnavailableException;

  /**
   * The file that a job's output goes to, or empty when there is none (yet). It is known to lie
   * where this dispatcher keeps such files.
   */
  Optional<Path> output(JobName name, JobMark mark, JobOutput which);
}
