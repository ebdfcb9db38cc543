package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.AgentToken;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.service.aiserver.AiServiceRelease;
import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.lease.Fence;
import eu.aifactory.clients.service.lease.Instance;
import eu.aifactory.clients.service.lease.Lease;
import eu.aifactory.clients.service.lease.LeaseLostException;
import eu.aifactory.clients.service.lease.Leases;
import eu.aifactory.clients.service.slurm.TestSite;
import eu.aifactory.clients.slurm.FakeFault;
import eu.aifactory.clients.slurm.FakeFault.Effect;
import eu.aifactory.clients.slurm.FakeFault.Reply;
import eu.aifactory.clients.slurm.FakeJob;
import eu.aifactory.clients.slurm.FakeSlurmrestd;
import eu.aifactory.clients.slurm.SlurmRestClient;
import eu.aifactory.clients.slurm.SlurmRestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sequences of what two instances of the service do and of what befalls them while they do,
 * against a slurmrestd that fails in every way that it knows: at the end of each there is one job,
 * or, for a group that is over, none. The clock is moved, never waited for.
 */
class DispatchUnderFaultsTest {
  private static final int SEQUENCES = 600;
  private static final int STEPS = 14;
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final long SEED = 20_261_124;

  @TempDir Path folder;

  @Test
  void thereIsOneJobAtTheEndOfEachSequence() {
    int running = 0;
    int over = 0;
    int takeOvers = 0;
    try (ServiceOnH2 service = new ServiceOnH2()) {
      for (int number = 0; number < SEQUENCES; number++) {
        try (Sequence sequence =
            new Sequence(service, new Random(SEED + number), number % 2 == 0)) {
          sequence.play();
          sequence.settle();
          takeOvers += sequence.takeOvers;
          if (sequence.check("sequence " + number)) {
            running++;
          } else {
            over++;
          }
        }
      }
    }
    // Else the sequences would show less than they seem to.
    assertThat(running).as("groups with their job").isGreaterThan(SEQUENCES / 4);
    assertThat(over).as("groups without").isGreaterThan(SEQUENCES / 20);
    assertThat(takeOvers).as("groups taken over").isGreaterThan(SEQUENCES / 20);
  }

  /** One group's dispatch, with the service dying and the cluster failing at any moment. */
  private final class Sequence implements AutoCloseable {
    private final Random random;
    private final FakeSlurmrestd slurm;
    private final ServiceOnH2 service;
    private final List<String> story = new ArrayList<>();
    private final long pk;
    private final List<Life> lives = new ArrayList<>();
    private int takeOvers;
    private Life life;

    Sequence(ServiceOnH2 service, Random random, boolean old) {
      this.service = service;
      this.random = random;
      this.slurm = old ? FakeSlurmrestd.startV38() : FakeSlurmrestd.startV42();
      this.slurm.slurmctld().startAtOnce();
      this.pk = service.requested(1);
      this.lives.add(new Life("only"));
      this.lives.add(new Life("other"));
      this.life = lives.getFirst();
    }

    void play() {
      slurm.faults(this::fault);
      for (int step = 0; step < STEPS; step++) {
        life = lives.get(random.nextInt(lives.size()));
        switch (random.nextInt(14)) {
          case 0 -> dieBeforeTheSubmit();
          case 1 -> dieBeforeTheOutcomeIsStored();
          case 2 -> restart();
          case 8 -> anOutcomeIsLate();
          case 3 -> delete();
          case 4, 5 -> anAgentRegisters();
          case 6 -> life.sweep.sweep();
          case 9, 10 -> aPauseIsTooLong();
          case 7 -> pass(Duration.ofSeconds(1 + random.nextInt(200)));
          default -> life.reconciler.round();
        }
        pass(Duration.ofSeconds(random.nextInt(8)));
      }
    }

    /** Slurm is well again, what is late arrives, and the service goes its rounds. */
    void settle() {
      slurm.heal();
      await(() -> slurm.lateCount() == 0);
      for (int round = 0; round < 15; round++) {
        Life next = lives.get(random.nextInt(lives.size()));
        next.reconciler.round();
        next.sweep.sweep();
        pass(Duration.ofSeconds(40));
      }
      pass(Duration.ofSeconds(20));
      life.reconciler.round();
    }

    /** Whether the group has its job, at the end. */
    boolean check(String name) {
      List<FakeJob> live = slurm.slurmctld().jobs().stream().filter(FakeJob::isLive).toList();
      Optional<ClientGroup> group = service.database.inTransaction(() -> service.groups.byKey(pk));
      boolean wanted =
          group.filter(g -> g.desired() == Desired.RUN && !g.state().isTerminal()).isPresent();
      String told = "%s: %s%n%s".formatted(name, group.map(ClientGroup::state), story);
      if (!wanted) {
        assertThat(live).as(told).isEmpty();
        return false;
      }
      assertThat(live).as(told).hasSize(1);
      assertThat(service.attempt(pk).jobId())
          .as(told)
          .contains(new JobId(Long.toString(live.getFirst().jobId())));
      assertThat(group.get().state())
          .as(told)
          .isIn(GroupState.QUEUED, GroupState.STARTING, GroupState.READY);
      return true;
    }

    private FakeFault fault(FakeSlurmrestd.Kind kind) {
      FakeFault fault = anyFault();
      story.add(kind + " " + fault.effect() + "/" + fault.reply());
      return fault;
    }

    private FakeFault anyFault() {
      synchronized (random) {
        if (random.nextInt(3) == 0) {
          return FakeFault.none();
        }
        Effect effect = Effect.values()[random.nextInt(Effect.values().length)];
        Reply[] replies = Reply.values();
        Reply reply = replies[random.nextInt(replies.length)];
        if (reply == Reply.HUNG && random.nextInt(15) != 0) {
          reply = Reply.TIMED_OUT;
        }
        boolean lies = reply == Reply.HONEST || reply == Reply.ERROR_WITH_ID;
        if (effect == Effect.LATE) {
          return new FakeFault(
              Duration.ZERO, effect, lies ? Reply.DROPPED : reply, Duration.ofMillis(20));
        }
        return FakeFault.of(effect, reply);
      }
    }

    private void dieBeforeTheSubmit() {
      story.add("die before the submit");
      life.owned(() -> life.ledger.begin(pk));
      restart();
    }

    private void dieBeforeTheOutcomeIsStored() {
      story.add("die before the outcome is stored");
      life.owned(() -> life.ledger.begin(pk).ifPresent(i -> life.dispatcher.submit(i.request())));
      restart();
    }

    /** The submit is given up while its answer is still awaited, and then the answer comes. */
    private void anOutcomeIsLate() {
      story.add("an outcome is late");
      life.owned(
          () ->
              life.ledger
                  .begin(pk)
                  .ifPresent(
                      intent -> {
                        Submission submission = life.dispatcher.submit(intent.request());
                        pass(Duration.ofMinutes(3));
                        life.ledger.orphaned(pk);
                        conclude(intent, submission);
                      }));
    }

    /**
     * An instance stands still between its intent and the submit, or between the submit and its
     * outcome, for so long that the other takes the group over; then it goes on.
     */
    private void aPauseIsTooLong() {
      Life other = lives.get(1 - lives.indexOf(life));
      boolean beforeTheSubmit = random.nextBoolean();
      story.add("a pause before the " + (beforeTheSubmit ? "submit" : "outcome"));
      life.owned(
          () ->
              life.ledger
                  .begin(pk)
                  .ifPresent(
                      intent -> {
                        if (beforeTheSubmit) {
                          standStill(other);
                        }
                        Submission submission = life.dispatcher.submit(intent.request());
                        if (!beforeTheSubmit) {
                          standStill(other);
                        }
                        conclude(intent, submission);
                      }));
    }

    private void standStill(Life other) {
      Lease mine = Fence.held();
      for (int round = 0; round < 3; round++) {
        pass(Duration.ofSeconds(10));
        other.reconciler.round();
      }
      if (!tx(() -> life.plainLeases.claim(pk)).equals(Optional.of(mine))) {
        takeOvers++;
      }
    }

    private void conclude(DispatchLedger.Intent intent, Submission submission) {
      life.ledger.concluded(pk, intent.request().nonce(), submission).ifPresent(this::cancel);
    }

    private void cancel(JobId late) {
      try {
        life.dispatcher.cancel(late);
      } catch (DispatcherUnavailableException e) {
        story.add("job " + late + " is left to the sweep");
      }
    }

    private void restart() {
      story.add("restart");
      int index = lives.indexOf(life);
      life = new Life(life.name);
      lives.set(index, life);
    }

    private void delete() {
      if (random.nextInt(4) == 0) {
        story.add("delete");
        service.database.inTransaction(
            () -> service.groups.byKeyLocked(pk).ifPresent(ClientGroup::delete));
      }
    }

    /** Any agent of any job that ever began: also those of jobs that were given up. */
    private void anAgentRegisters() {
      List<FakeJob> live = slurm.slurmctld().jobs().stream().filter(FakeJob::isLive).toList();
      if (live.isEmpty()) {
        return;
      }
      FakeJob job = live.get(random.nextInt(live.size()));
      String nonce = job.environment().get("AIF_NONCE");
      story.add("an agent of job " + job.jobId());
      service.database.inTransaction(
          () -> {
            ClientGroup group = service.groups.byKeyLocked(pk).orElse(null);
            JobAttempt attempt = service.attempts.currentOf(pk).orElse(null);
            // As GroupRegistration admits it.
            if (group != null
                && attempt != null
                && !group.state().isTerminal()
                && group.desired() == Desired.RUN
                && AgentToken.matches(nonce, attempt.nonce())
                && attempt
                    .jobId()
                    .map(new JobId(Long.toString(job.jobId()))::equals)
                    .orElse(true)) {
              service.dispatchLedger.adopt(
                  group, attempt, new JobId(Long.toString(job.jobId())), null);
            }
          });
    }

    private void pass(Duration time) {
      service.clock.advance(time);
    }

    private void await(Supplier<Boolean> so) {
      Instant end = Instant.now().plusSeconds(10);
      while (!so.get()) {
        assertThat(Instant.now()).as("late requests").isBefore(end);
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      slurm.close();
      service.forgetGroups();
    }

    /** An instance from one start to its end: all that it keeps in memory. */
    private final class Life {
      final String name;
      final Leases plainLeases;
      final Leases leases;
      final Fence fence;
      final Dispatcher dispatcher =
          TestSite.dispatcher(
              new SlurmRestClient(
                  new SlurmRestSettings(
                      slurm.url(), "hpcuser", slurm.apiVersion(), SHORT, SHORT, SHORT, 1_000_000),
                  () -> Optional.of(slurm.token())),
              folder,
              service.clock);
      final Dispatchers dispatchers =
          new Dispatchers() {
            @Override
            public Dispatcher byName(String name) {
              return dispatcher;
            }

            @Override
            public Optional<String> trouble(String name) {
              return dispatcher.trouble();
            }
          };
      final Transactional ledger;
      final GroupReconciler reconciler;
      final OrphanSweep sweep =
          new OrphanSweep(
              new TransactionalAttempts(),
              dispatchers,
              service.deployment(),
              service.settings,
              null);

      Life(String name) {
        this.name = name;
        plainLeases = service.leasesOf(new Instance(name));
        leases = new TransactionalLeases(plainLeases);
        tx(plainLeases::endFormerLives);
        Fence joining = new Fence(plainLeases);
        fence = new Fence(leases);
        ledger = new Transactional(service.dispatchLedger(joining));
        GroupErrands errands = new ErrandsAtOnce(leases, fence);
        GroupRetirement retirement =
            new GroupRetirement(
                new TransactionalRetirement(service.retirementLedger(joining)),
                dispatchers,
                new NoServer(),
                service.clock);
        reconciler =
            new GroupReconciler(
                new TransactionalView(),
                new GroupDispatch(
                    ledger,
                    dispatchers,
                    retirement,
                    errands,
                    fence,
                    service.settings,
                    service.clock),
                ledger,
                new TransactionalWatch(service.watch(joining)),
                retirement,
                dispatchers,
                errands,
                leases,
                fence,
                service.clock);
      }

      /** What an errand does, if the group is this instance's. */
      void owned(Runnable work) {
        leases
            .claim(pk)
            .ifPresent(
                lease -> {
                  try {
                    fence.under(lease, work);
                  } catch (LeaseLostException e) {
                    story.add("lost its lease");
                  }
                });
      }
    }

    private final class TransactionalLeases extends Leases {
      private final Leases leases;

      TransactionalLeases(Leases leases) {
        this.leases = leases;
      }

      @Override
      public Optional<Lease> claim(long groupPk) {
        return tx(() -> leases.claim(groupPk));
      }

      @Override
      public Map<Long, Lease> claim(Collection<Long> groupPks) {
        return tx(() -> leases.claim(groupPks));
      }

      @Override
      public void require(Lease held) {
        Sequence.this.run(() -> leases.require(held));
      }
    }

    private <T> T tx(Supplier<T> work) {
      return service.database.inTransaction(work);
    }

    private void run(Runnable work) {
      service.database.inTransaction(work);
    }

    private final class Transactional extends DispatchLedger {
      private final DispatchLedger book;

      Transactional(DispatchLedger book) {
        this.book = book;
      }

      @Override
      public Optional<Intent> begin(long groupPk) {
        return tx(() -> book.begin(groupPk));
      }

      @Override
      public Optional<JobId> concluded(long groupPk, String nonce, Submission submission) {
        return tx(() -> book.concluded(groupPk, nonce, submission));
      }

      @Override
      public void orphaned(long groupPk) {
        run(() -> book.orphaned(groupPk));
      }

      @Override
      public List<JobId> found(long groupPk, List<JobStatus> alive) {
        return tx(() -> book.found(groupPk, alive));
      }

      @Override
      public void waits(long groupPk, String why) {
        run(() -> book.waits(groupPk, why));
      }
    }

    private final class TransactionalRetirement extends RetirementLedger {
      private final RetirementLedger book;

      TransactionalRetirement(RetirementLedger book) {
        this.book = book;
      }

      @Override
      public List<OpenJob> openJobs(long groupPk) {
        return tx(() -> book.openJobs(groupPk));
      }

      @Override
      public void jobEnded(long groupPk, String nonce, JobStatus end) {
        run(() -> book.jobEnded(groupPk, nonce, end));
      }

      @Override
      public boolean neverExisted(long groupPk, String nonce) {
        return tx(() -> book.neverExisted(groupPk, nonce));
      }

      @Override
      public Optional<AiService> serviceToRelease(long groupPk) {
        return Optional.empty();
      }

      @Override
      public void removeIfDeleted(long groupPk) {
        run(() -> book.removeIfDeleted(groupPk));
      }
    }

    private final class TransactionalView extends ReconcilerView {
      private final ReconcilerView view =
          new ReconcilerView(service.groups, service.attempts, service.clock);

      @Override
      public List<Standing> standings() {
        return tx(view::standings);
      }
    }

    private final class TransactionalWatch extends JobWatch {
      private final JobWatch book;

      TransactionalWatch(JobWatch book) {
        this.book = book;
      }

      @Override
      public void observed(long groupPk, JobStatus status) {
        run(() -> book.observed(groupPk, status));
      }

      @Override
      public void deadlines(long groupPk) {
        // Agents that never come are another story than jobs that are submitted twice.
      }

      @Override
      public List<Long> groupsWithSilence(Instant listeningSince) {
        return List.of();
      }
    }

    private final class TransactionalAttempts extends JobAttempts {
      @Override
      public List<JobAttempt> thatMayHaveJobs() {
        return tx(service.attempts::thatMayHaveJobs);
      }
    }
  }

  private static final class ErrandsAtOnce extends GroupErrands {
    ErrandsAtOnce(Leases leases, Fence fence) {
      super(leases, fence);
    }

    @Override
    public void run(String name, Runnable work) {
      try {
        work.run();
      } catch (LeaseLostException e) {
        // The other instance goes on.
      }
    }
  }

  private static final class NoServer extends AiServiceRelease {}
}
