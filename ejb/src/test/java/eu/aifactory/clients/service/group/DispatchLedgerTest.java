package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatchLedgerTest {
  private final ServiceOnH2 service = new ServiceOnH2();
  private final long pk = service.requested(1);
  private final String nonce = begin();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void keepsAJobWhoseAgentCameBeforeTheAnswerWasLost() {
    service.database.inTransaction(
        () ->
            service.dispatchLedger.adopt(
                service.groups.byKeyLocked(pk).orElseThrow(),
                service.attempts.currentOf(pk).orElseThrow(),
                new JobId("job-1"),
                null));

    conclude(new Submission.Unknown("timed out"));

    assertThat(service.attempt(pk).state()).isEqualTo(JobAttempt.State.SUBMITTED);
    assertThat(service.group(pk).state()).isEqualTo(GroupState.QUEUED);
  }

  @Test
  void namesTheJobOfASupersededTryAsUnwanted() {
    conclude(new Submission.Unknown("timed out"));
    begin();

    assertThat(conclude(new Submission.Submitted(new JobId("late"), null)))
        .contains(new JobId("late"));
  }

  @Test
  void namesTheJobOfAGroupThatIsGoneAsUnwanted() {
    service.database.inTransaction(
        () -> {
          ClientGroup group = service.groups.byKeyLocked(pk).orElseThrow();
          service.attempts.removeOf(pk);
          service.groups.remove(group);
        });

    assertThat(conclude(new Submission.Submitted(new JobId("late"), null)))
        .contains(new JobId("late"));
  }

  @Test
  void looksForTheJobOfASubmitWhoseOutcomeWasNeverStored() {
    Instant bornBefore = service.clock.instant().minusSeconds(60);
    orphaned(bornBefore);
    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMITTING);

    service.clock.advance(Duration.ofMinutes(3));
    orphaned(bornBefore);

    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMIT_UNKNOWN);
  }

  @Test
  void triesAgainWhereItTurnsOutLateThatNothingWasSent() {
    service.clock.advance(Duration.ofMinutes(3));
    orphaned(service.clock.instant());
    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMIT_UNKNOWN);

    conclude(new Submission.NotNow("slurmrestd does not answer"));

    assertThat(service.group(pk).state()).isEqualTo(GroupState.REQUESTED);
    assertThat(service.group(pk).reason()).isEqualTo("slurmrestd does not answer");
    assertThat(begin()).isNotEqualTo(nonce);
  }

  @Test
  void adoptsTheJobOfTheNewestTryAndNamesTheOthers() {
    conclude(new Submission.Unknown("timed out"));
    String second = begin();
    conclude(second, new Submission.Unknown("timed out"));

    List<JobId> others =
        service.database.inTransaction(
            () ->
                service.dispatchLedger.found(
                    pk, List.of(running("old", nonce), running("new", second))));

    assertThat(service.attempt(pk).jobId()).contains(new JobId("new"));
    assertThat(others).containsExactly(new JobId("old"));
  }

  private static JobStatus running(String id, String nonce) {
    return new JobStatus(
        new JobId(id),
        new JobName("aif.test.7.1"),
        JobMark.of(nonce),
        JobStatus.Phase.RUNNING,
        "RUNNING",
        null);
  }

  private String begin() {
    return service.database.inTransaction(
        () -> service.dispatchLedger.begin(pk).orElseThrow().request().nonce());
  }

  private Optional<JobId> conclude(Submission submission) {
    return conclude(nonce, submission);
  }

  private Optional<JobId> conclude(String of, Submission submission) {
    return service.database.inTransaction(
        () -> service.dispatchLedger.concluded(pk, of, submission));
  }

  private void orphaned(Instant bornAt) {
    service.database.inTransaction(() -> service.dispatchLedger.orphaned(pk, bornAt));
  }
}
