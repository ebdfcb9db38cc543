package eu.aifactory.clients.slurm;

import java.util.List;
import java.util.Optional;

/**
 * Slurm by one of its ways in. Calls block, for as long as the client's own time-outs at most;
 * thread-safe. Nothing is tried again by itself.
 */
public interface SlurmClient {

  /** Submits a job. Never throws for what happens outside this process. */
  SubmitOutcome submit(SlurmJob job);

  /**
   * Every job that Slurm still knows of the user in whose name this client speaks, also those that
   * ended a moment ago.
   *
   * @throws SlurmUnavailableException when it cannot be known now; nothing follows about any job
   */
  List<SlurmJobInfo> jobs() throws SlurmUnavailableException;

  /**
   * One job, or empty only where Slurm itself says that it knows no such job.
   *
   * @throws SlurmUnavailableException when it cannot be known now; nothing follows about the job
   */
  Optional<SlurmJobInfo> job(long jobId) throws SlurmUnavailableException;

  /**
   * The nodes that a job's record names, in whatever order.
   *
   * @param hostList as {@link SlurmJobInfo#nodes} gives it, not empty
   * @throws SlurmUnavailableException when that is not known now for each of them
   */
  List<SlurmNode> nodes(String hostList) throws SlurmUnavailableException;

  /**
   * Cancels a job as {@code scancel} does: SIGTERM and, after Slurm's KillWait, SIGKILL. Does
   * nothing for a job that has ended or is unknown.
   *
   * @throws SlurmUnavailableException when the request may not have arrived
   */
  void cancel(long jobId) throws SlurmUnavailableException;

  /** Which way in this is, for a log line: address and version, never a token. */
  String description();
}
