package eu.aifactory.clients.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.service.aiserver.AiServiceRelease;
import eu.aifactory.clients.service.group.GroupState;
import eu.aifactory.clients.service.group.ServiceInstance;
import eu.aifactory.clients.service.group.ServiceOnH2;
import eu.aifactory.clients.service.settings.ContainerTransactions;
import eu.aifactory.clients.service.slurm.TestSite;
import eu.aifactory.clients.slurm.FakeFault;
import eu.aifactory.clients.slurm.FakeFault.Effect;
import eu.aifactory.clients.slurm.FakeFault.Reply;
import eu.aifactory.clients.slurm.FakeJob;
import eu.aifactory.clients.slurm.FakeSlurmrestd;
import eu.aifactory.clients.slurm.FakeSlurmrestd.Kind;
import eu.aifactory.clients.slurm.SlurmJobState;
import eu.aifactory.clients.slurm.SlurmRestClient;
import eu.aifactory.clients.slurm.SlurmRestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single faults of {@code docs/faults.md}, each by itself, over HTTP and with a clock by hand. */
class DispatchFaultsTest {
  private static final long ID = 1;
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final Duration QUARANTINE = Duration.ofMinutes(2);
  private static final CreateGroup GROUP = new CreateGroup(1, 60, 1, null, null);

  @TempDir Path folder;

  private final ServiceOnH2 service = new ServiceOnH2();
  private final FakeSlurmrestd slurm = FakeSlurmrestd.startV42();
  private ServiceInstance instance;

  @BeforeEach
  void start() {
    instance = started(ContainerTransactions.Edges.quiet());
  }

  @AfterEach
  void stop() {
    slurm.close();
    service.close();
  }

  private ServiceInstance started(ContainerTransactions.Edges edges) {
    SlurmRestSettings settings =
        new SlurmRestSettings(
            slurm.url(), "hpcuser", slurm.apiVersion(), WITHIN, WITHIN, WITHIN, 1_000_000);
    return new ServiceInstance(
        "only",
        service,
        new TestSite(folder)
            .dispatcher(
                new SlurmRestClient(settings, () -> Optional.of(slurm.token())),
                service.clock,
                () -> service.clock.millis() * 1_000_000),
        new AiServiceRelease(),
        edges);
  }

  @Test
  void F01_submitsOnceMoreWhenKilledBeforeTheSubmit() {
    ServiceInstance killed = started(new DeathAfter("DispatchLedger.begin"));
    killed.create(ID, GROUP);
    assertThatThrownBy(killed::errands).isInstanceOf(Died.class);
    instance = started(ContainerTransactions.Edges.quiet());

    goesOnFor(QUARANTINE.minusSeconds(10));
    assertThat(slurm.requestCount(Kind.SUBMIT)).as("submits within the quarantine").isZero();
    assertThat(service.liveState(ID)).contains(GroupState.SUBMIT_UNKNOWN);
    goesOnFor(Duration.ofSeconds(20));

    assertThat(slurm.slurmctld().submittedCount()).isEqualTo(1);
    assertThat(service.liveState(ID)).contains(GroupState.QUEUED);
  }

  @Test
  void F03_adoptsTheJobWhoseAnswerWasCutOff() {
    slurm.next(Kind.SUBMIT, FakeFault.dropAfterAccept());

    create();
    assertThat(service.liveState(ID)).contains(GroupState.SUBMIT_UNKNOWN);
    goesOnFor(Duration.ofSeconds(20));

    isQueuedAfterOneSubmit();
  }

  @Test
  void F06_adoptsTheJobOfASubmitThatWasAnsweredWith500() {
    slurm.next(Kind.SUBMIT, FakeFault.of(Effect.ONCE, Reply.ERROR_WITH_ID));

    create();
    goesOnFor(Duration.ofSeconds(20));

    isQueuedAfterOneSubmit();
  }

  /** The service does not ask slurmdbd, so what slurmctld has forgotten nobody tells any more. */
  @Test
  void F11_takesNoJobForCompletedThatSlurmHasForgotten() {
    create();
    FakeJob job = slurm.slurmctld().jobs().getFirst();
    slurm.slurmctld().setDown(true);
    slurm.slurmctld().end(job.jobId(), SlurmJobState.COMPLETED, "None");
    slurm.slurmctld().forget(job.jobId());

    goesOnFor(Duration.ofMinutes(5));
    assertThat(service.liveState(ID)).as("as long as nobody tells").contains(GroupState.QUEUED);
    slurm.slurmctld().setDown(false);
    goesOnFor(Duration.ofMinutes(2));

    assertThat(service.liveState(ID)).contains(GroupState.FAILED);
    assertThat(slurm.requestCount(Kind.SUBMIT)).isEqualTo(1);
  }

  @Test
  void F33_cancelsAJobThatAppearsWhenItsGroupIsDeleted() {
    slurm.next(Kind.SUBMIT, FakeFault.dropAfterAccept());
    create();
    slurm.slurmctld().setDown(true);

    instance.delete(ID);
    goesOnFor(Duration.ofSeconds(30));
    assertThat(service.liveState(ID)).as("for callers it is gone").isEmpty();
    assertThat(slurm.slurmctld().jobs()).allMatch(FakeJob::isLive);
    assertThat(service.groupCount()).as("for the service it is not").isEqualTo(1);
    slurm.slurmctld().setDown(false);
    goesOnFor(Duration.ofMinutes(2));

    assertThat(slurm.slurmctld().jobs()).hasSize(1).noneMatch(FakeJob::isLive);
    assertThat(service.groupCount()).isZero();
  }

  private void create() {
    instance.create(ID, GROUP);
    instance.errands();
  }

  private void isQueuedAfterOneSubmit() {
    assertThat(slurm.requestCount(Kind.SUBMIT)).isEqualTo(1);
    assertThat(slurm.slurmctld().submittedCount()).isEqualTo(1);
    assertThat(service.liveState(ID)).contains(GroupState.QUEUED);
  }

  private void goesOnFor(Duration time) {
    Duration step = Duration.ofSeconds(5);
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(step)) {
      service.clock.advance(step);
      instance.round();
      instance.errands();
    }
  }

  private record DeathAfter(String fatal) implements ContainerTransactions.Edges {
    @Override
    public void before(String transaction) {
      // It lives.
    }

    @Override
    public void after(String transaction) {
      if (transaction.equals(fatal)) {
        throw new Died();
      }
    }
  }
}
