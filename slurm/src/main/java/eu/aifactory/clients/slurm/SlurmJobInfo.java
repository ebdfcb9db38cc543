package eu.aifactory.clients.slurm;

import java.time.Instant;

/**
 * A job as Slurm tells of it, whatever the version.
 *
 * @param name it was submitted under
 * @param comment it was submitted with, or {@code null}
 * @param userName its owner, or {@code null} where the version does not say
 * @param state its base state
 * @param ending whether it still holds its nodes though its state is final (COMPLETING)
 * @param reason Slurm's word for why it waits or how it ended, such as {@code Resources}, or {@code
 *     null}
 * @param exit how its script ended, or {@code null} before
 * @param submittedAt or {@code null} where the version does not say
 * @param restarts how often it was requeued
 * @param nodes that it has or had, as a {@link HostList}; empty while it has none, {@code null}
 *     where that is not known
 */
public record SlurmJobInfo(
    long jobId,
    String name,
    String comment,
    String userName,
    SlurmJobState state,
    boolean ending,
    String reason,
    JobExit exit,
    Instant submittedAt,
    int restarts,
    String nodes) {

  /**
   * How a job's script ended.
   *
   * @param code 0 to 255, or -1 when a signal ended it
   * @param signal that ended it, or 0
   */
  public record JobExit(int code, int signal) {}
}
