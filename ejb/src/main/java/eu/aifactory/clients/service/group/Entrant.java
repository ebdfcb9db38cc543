package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import java.util.Optional;

/**
 * An agent that is not on record yet.
 *
 * @param address that it announces
 * @param dispatcher of its group's job
 * @param job as the dispatcher or else the agent names it; empty for a group without a job
 * @param mark of the attempt whose job it has to be; empty for a group without an attempt
 */
record Entrant(
    long groupPk, String address, String dispatcher, Optional<JobId> job, Optional<JobMark> mark) {

  /**
   * @param attempt the group's newest, or {@code null}
   * @param otherwise the dispatcher of a group that has had no attempt
   */
  static Entrant of(ClientGroup group, JobAttempt attempt, Connect connect, String otherwise) {
    if (attempt == null) {
      return new Entrant(
          group.pk(), connect.clientAddress(), otherwise, Optional.empty(), Optional.empty());
    }
    return new Entrant(
        group.pk(),
        connect.clientAddress(),
        attempt.dispatcher(),
        attempt.jobId().or(() -> Optional.ofNullable(connect.jobId()).map(JobId::new)),
        Optional.of(JobMark.of(attempt.nonce())));
  }
}
