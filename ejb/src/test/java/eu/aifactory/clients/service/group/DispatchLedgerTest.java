package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Instance;
import eu.aifactory.clients.service.lease.Lease;
import eu.aifactory.clients.service.lease.LeaseLostException;
import eu.aifactory.clients.service.lease.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  /** What was not set is not told: the agents' own default holds. */
  @Test
  void tellsAgentsHowLongTheyMayBeWithoutAService() {
    conclude(new Submission.Unknown("timed out"));

    assertThat(
            service.<Map<String, String>>owned(
                pk,
                () -> service.dispatchLedger.begin(pk).orElseThrow().request().agentVariables()))
        .isEqualTo(Map.of("AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS", "90.0"));
  }

  @Test
  void namesTheJobOfASupersededTryAsUnwanted() {
    conclude(new Submission.Unknown("timed out"));
    service.clock.advance(Duration.ofMinutes(3));
    begin();

    assertThat(conclude(new Submission.Submitted(new JobId("late"), null)))
        .contains(new JobId("late"));
  }

  @Test
  void namesTheJobOfAGroupThatIsGoneAsUnwanted() {
    Lease held = service.database.inTransaction(() -> service.leases.claim(pk)).orElseThrow();
    service.database.inTransaction(
        () -> {
          ClientGroup group = service.groups.byKeyLocked(pk).orElseThrow();
          service.attempts.removeOf(pk);
          service.groups.remove(group);
        });

    service.fence.under(
        held,
        () ->
            assertThat(
                    service.database.inTransaction(
                        () ->
                            service.dispatchLedger.concluded(
                                pk, nonce, new Submission.Submitted(new JobId("late"), null))))
                .contains(new JobId("late")));
  }

  @Test
  void looksForTheJobOfASubmitWhoseOutcomeWasNeverStored() {
    orphaned();
    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMITTING);

    service.clock.advance(Duration.ofMinutes(3));
    orphaned();

    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMIT_UNKNOWN);
  }

  @Test
  void looksAtOnceForTheJobOfASubmitThatAnotherInstanceBegan() {
    Instance other = new Instance("other");
    Leases othersLeases = service.leasesOf(other);
    service.clock.advance(Leases.TERM);
    Lease taken = service.database.inTransaction(() -> othersLeases.claim(pk)).orElseThrow();
    DispatchLedger others = service.dispatchLedger(new Fence(othersLeases));

    service.fence.under(taken, () -> service.database.inTransaction(() -> others.orphaned(pk)));

    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMIT_UNKNOWN);
  }

  @Test
  void F19_takesNoWordOfAnInstanceThatHasLostItsLease() {
    Lease lost = service.database.inTransaction(() -> service.leases.claim(pk)).orElseThrow();
    service.clock.advance(Leases.TERM);
    Leases othersLeases = service.leasesOf(new Instance("other"));
    service.database.inTransaction(() -> othersLeases.claim(pk)).orElseThrow();

    assertThatThrownBy(
            () ->
                service.fence.under(
                    lost,
                    () ->
                        service.database.inTransaction(
                            () ->
                                service.dispatchLedger.concluded(
                                    pk, nonce, new Submission.Refused("no such account")))))
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("epoch 1");
    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMITTING);
    assertThat(service.database.inTransaction(() -> service.leases.claim(pk))).isEmpty();
  }

  @Test
  void beginsNoOtherTryBeforeTheFirstWasLookedForLongEnough() {
    conclude(new Submission.Unknown("timed out"));
    service.clock.advance(Duration.ofMinutes(1));

    assertThat(service.owned(pk, () -> service.dispatchLedger.begin(pk))).isEmpty();
    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMIT_UNKNOWN);
  }

  @Test
  void triesAgainWhereItTurnsOutLateThatNothingWasSent() {
    service.clock.advance(Duration.ofMinutes(3));
    orphaned();
    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMIT_UNKNOWN);

    conclude(new Submission.NotNow("slurmrestd does not answer"));

    assertThat(service.group(pk).state()).isEqualTo(GroupState.REQUESTED);
    assertThat(service.group(pk).reason()).isEqualTo("slurmrestd does not answer");
    assertThat(begin()).isNotEqualTo(nonce);
  }

  @Test
  void adoptsTheJobOfTheNewestTryAndNamesTheOthers() {
    conclude(new Submission.Unknown("timed out"));
    service.clock.advance(Duration.ofMinutes(3));
    String second = begin();
    conclude(second, new Submission.Unknown("timed out"));

    List<JobId> others =
        service.owned(
            pk,
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
    return service.owned(
        pk, () -> service.dispatchLedger.begin(pk).orElseThrow().request().nonce());
  }

  private Optional<JobId> conclude(Submission submission) {
    return conclude(nonce, submission);
  }

  private Optional<JobId> conclude(String of, Submission submission) {
    return service.owned(pk, () -> service.dispatchLedger.concluded(pk, of, submission));
  }

  private void orphaned() {
    service.owned(pk, () -> service.dispatchLedger.orphaned(pk));
  }
}
