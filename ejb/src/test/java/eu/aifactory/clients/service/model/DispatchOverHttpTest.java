package eu.aifactory.clients.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.service.aiserver.AiServiceRelease;
import eu.aifactory.clients.service.group.ServiceInstance;
import eu.aifactory.clients.service.group.ServiceOnH2;
import eu.aifactory.clients.service.group.SupersededException;
import eu.aifactory.clients.service.group.UnknownAgentTokenException;
import eu.aifactory.clients.service.group.UnknownGroupException;
import eu.aifactory.clients.service.settings.ContainerTransactions;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way to Slurm that the model leaves out: random sequences over real HTTP, against a slurmrestd
 * that fails in every way that it knows. At the end of each there is one job, or, for a group that
 * is over, none.
 */
class DispatchOverHttpTest {
  private static final int SEQUENCES = 100;
  private static final int STEPS = 14;
  private static final int ROUNDS_OF_PEACE = 15;
  private static final long SEED = 20_261_124;
  private static final long ID = 1;
  private static final Duration SHORT = Duration.ofMillis(150);

  @TempDir Path folder;

  @Test
  void thereIsOneJobAtTheEndOfEachSequence() {
    int running = 0;
    int killed = 0;
    try (ServiceOnH2 service = new ServiceOnH2()) {
      for (int number = 0; number < SEQUENCES; number++) {
        service.forgetGroups();
        try (Sequence sequence = new Sequence(service, SEED + number)) {
          sequence.play();
          sequence.settle();
          running += sequence.check() ? 1 : 0;
          killed += sequence.killed;
        }
      }
    }
    // Else the sequences would show less than they seem to.
    assertThat(running).as("groups with their job").isGreaterThan(SEQUENCES / 4);
    assertThat(SEQUENCES - running).as("groups without").isGreaterThan(SEQUENCES / 20);
    assertThat(killed).as("instances killed").isGreaterThan(SEQUENCES / 4);
  }

  private final class Sequence implements AutoCloseable {
    private final ServiceOnH2 service;
    private final long seed;
    private final Random random;
    private final FakeSlurmrestd slurm;
    private final TestSite site = new TestSite(folder);
    private final List<String> story = new ArrayList<>();
    private final List<ServiceInstance> instances = new ArrayList<>();
    private boolean peace = true;
    private int killed;

    Sequence(ServiceOnH2 service, long seed) {
      this.service = service;
      this.seed = seed;
      random = new Random(seed);
      slurm = random.nextBoolean() ? FakeSlurmrestd.startV38() : FakeSlurmrestd.startV42();
      slurm.slurmctld().startAtOnce();
      instances.add(start(0));
      instances.add(start(1));
    }

    private ServiceInstance start(int place) {
      boolean before = peace;
      peace = true;
      try {
        return started(place);
      } finally {
        peace = before;
      }
    }

    private ServiceInstance started(int place) {
      SlurmRestSettings settings =
          new SlurmRestSettings(
              slurm.url(), "hpcuser", slurm.apiVersion(), SHORT, SHORT, SHORT, 1_000_000);
      return new ServiceInstance(
          "instance-" + place,
          service,
          site.dispatcher(
              new SlurmRestClient(settings, () -> Optional.of(slurm.token())),
              service.clock,
              () -> service.clock.millis() * 1_000_000),
          new AiServiceRelease(),
          new DeathAtAnyEdge());
    }

    void play() {
      instances.getFirst().create(ID, new CreateGroup(1, 60, 1, null, null));
      peace = false;
      slurm.faults(this::fault);
      for (int step = 0; step < STEPS; step++) {
        int place = random.nextInt(instances.size());
        ServiceInstance instance = instances.get(place);
        try {
          switch (random.nextInt(12)) {
            case 0 -> delete(instance);
            case 1, 2, 3 -> anAgentRegisters(instance);
            case 4 -> instance.sweep();
            case 5, 6 -> pass(1 + random.nextInt(200));
            default -> {
              instance.round();
              instance.errands();
            }
          }
        } catch (Died e) {
          story.add("instance-%d is killed".formatted(place));
          killed++;
          instances.set(place, start(place));
        }
        pass(random.nextInt(8));
      }
    }

    /** Slurm is well again, what is late arrives, and the service goes its rounds. */
    void settle() {
      peace = true;
      slurm.heal();
      awaitLateOnes();
      for (int round = 0; round < ROUNDS_OF_PEACE; round++) {
        ServiceInstance next = instances.get(random.nextInt(instances.size()));
        for (FakeJob job : live()) {
          registers(next, job);
        }
        next.round();
        next.errands();
        next.sweep();
        pass(40);
      }
    }

    /** Whether the group has its job. */
    boolean check() {
      String told = "seed %d%n%s".formatted(seed, String.join("\n", story));
      boolean wanted = service.liveState(ID).filter(state -> !state.isTerminal()).isPresent();
      assertThat(live()).as(told).hasSize(wanted ? 1 : 0);
      return wanted;
    }

    private List<FakeJob> live() {
      return slurm.slurmctld().jobs().stream().filter(FakeJob::isLive).toList();
    }

    private void delete(ServiceInstance instance) {
      if (random.nextInt(4) == 0) {
        story.add("delete");
        instance.delete(ID);
        instance.errands();
      }
    }

    /** Any agent of any job that lives: also of those that were given up. */
    private void anAgentRegisters(ServiceInstance instance) {
      List<FakeJob> live = live();
      if (!live.isEmpty()) {
        registers(instance, live.get(random.nextInt(live.size())));
      }
    }

    private void registers(ServiceInstance instance, FakeJob job) {
      String name = "agent-" + job.jobId();
      try {
        instance.register(
            ID,
            new Connect(
                "http://10.0.0.1:9000",
                name,
                0,
                job.environment().get("AIF_NONCE"),
                Long.toString(job.jobId()),
                null,
                "node",
                1,
                null,
                null));
        story.add(name + " is let in");
      } catch (UnknownGroupException | SupersededException | UnknownAgentTokenException e) {
        story.add(name + " is turned away: " + e.getMessage());
      }
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
        return effect == Effect.LATE
            ? new FakeFault(
                Duration.ZERO, effect, lies ? Reply.DROPPED : reply, Duration.ofMillis(20))
            : FakeFault.of(effect, reply);
      }
    }

    private void pass(long seconds) {
      service.clock.advance(Duration.ofSeconds(seconds));
    }

    private void awaitLateOnes() {
      Instant end = Instant.now().plusSeconds(10);
      while (slurm.lateCount() > 0) {
        assertThat(Instant.now()).as("late requests").isBefore(end);
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      slurm.close();
    }

    private final class DeathAtAnyEdge implements ContainerTransactions.Edges {
      private static final int EDGES = 40;
      private boolean dead;

      @Override
      public void before(String transaction) {
        edge();
      }

      @Override
      public void after(String transaction) {
        edge();
      }

      private void edge() {
        dead |= !peace && random.nextInt(EDGES) == 0;
        if (dead) {
          throw new Died();
        }
      }
    }
  }
}
