package eu.aifactory.clients.service.model;

import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.service.group.GroupExistsException;
import eu.aifactory.clients.service.group.IllegalTransitionException;
import eu.aifactory.clients.service.group.UnknownGroupException;
import eu.aifactory.clients.slurm.SlurmJobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** What callers, the cluster, the clock and the operators do; agents have {@link AgentTalk}. */
final class Operations {
  private static final int IDS = 2;
  private static final int MINUTES = 60;
  private static final int CLOCK_STEPS = 90;
  private static final int ALL = total();

  private final World world;
  private final AgentTalk agents;
  private final Random random;

  Operations(World world) {
    this.world = world;
    this.random = world.random();
    this.agents = new AgentTalk(world);
  }

  private static int total() {
    int sum = 0;
    for (Operation operation : Operation.values()) {
      sum += operation.weight();
    }
    return sum;
  }

  /** One of all that may happen. */
  void any() {
    int left = random.nextInt(ALL);
    for (Operation operation : Operation.values()) {
      left -= operation.weight();
      if (left < 0) {
        world.met().note(operation);
        perform(operation);
        return;
      }
    }
  }

  private void perform(Operation operation) {
    switch (operation) {
      case CREATE -> create();
      case DELETE -> delete();
      case ROUND -> round();
      case SWEEP -> sweep();
      case RUN -> run();
      case AGENTS_WORK -> agentsWork();
      case AGENT_CONNECTS -> agents.oneConnects();
      case AGENT_CONNECTS_AGAIN -> agents.oneConnectsAgain();
      case STALE_AGENT_CONNECTS -> agents.staleOneConnects();
      case AGENT_FALLS_SILENT -> agents.oneFallsSilent();
      case AGENT_SAYS_GOOD_BYE -> agents.oneSaysGoodBye();
      case AGENT_CANNOT_START -> agents.oneCannotStart();
      case SNAPSHOT_TWICE -> agents.snapshotTwice();
      case SNAPSHOT_BEFORE_ITS_TURN -> agents.snapshotBeforeItsTurn();
      case SNAPSHOT_AFTER_THE_END -> agents.snapshotAfterTheEnd();
      case JOB_STARTS -> startJobs();
      case JOB_EXITS -> aLiveJob("exits", job -> job.exit(0));
      case JOB_FAILS -> aLiveJob("fails", job -> job.exit(1 + random.nextInt(250)));
      case JOB_TIMES_OUT -> aLiveJob("times out", job -> job.end(SlurmJobState.TIMEOUT));
      case JOB_IS_CANCELLED_BY_HAND ->
          aLiveJob("is cancelled by hand", job -> job.end(SlurmJobState.CANCELLED));
      case NODE_FAILS -> aLiveJob("loses its node", job -> job.end(SlurmJobState.NODE_FAIL));
      case JOB_IS_REQUEUED -> aLiveJob("is requeued", ClusterJob::requeue);
      case ENDED_JOBS_ARE_FORGOTTEN -> {
        world.story().tell("the cluster forgets jobs that have ended");
        world.cluster().forgetEnded();
      }
      case JOBS_END_SLOWLY -> world.cluster().endSlowly(random.nextBoolean());
      case CLUSTER_FALLS_ILL -> world.mishaps().clusterIsUnwell(true);
      case CLUSTER_IS_WELL -> world.mishaps().clusterIsUnwell(false);
      case TIME_PASSES -> world.pass(Duration.ofSeconds(2 + random.nextInt(20)));
      case MUCH_TIME_PASSES -> world.pass(Duration.ofSeconds(20 + random.nextInt(400)));
      case HOURS_PASS -> world.pass(Duration.ofMinutes(90));
      case CLOCK_IS_SET -> setTheClock();
      case INSTANCE_IS_KILLED -> world.anyInstance().ifPresent(this::kill);
      case INSTANCE_IS_RESTARTED -> restart();
    }
  }

  void create() {
    long id = 1 + random.nextInt(IDS);
    int agentsOf = 1 + random.nextInt(2);
    call(
        "create %d".formatted(id),
        instance -> {
          try {
            instance
                .service()
                .create(id, new CreateGroup(agentsOf * 2, MINUTES, agentsOf, null, null));
            // None where the answer came so late that the group was deleted meanwhile.
            Tables.liveGroup(world, id).ifPresent(group -> world.promises().created(id, group));
          } catch (GroupExistsException e) {
            // As it should.
          }
          // The answer is out; what was begun goes on behind it.
          instance.service().errands();
        });
  }

  private void delete() {
    long id = 1 + random.nextInt(IDS);
    Optional<Long> group = Tables.liveGroup(world, id);
    world.promises().beginsToDelete(id, group);
    call(
        "delete %d".formatted(id),
        instance -> {
          instance.service().delete(id);
          group.ifPresent(world.promises()::deleted);
          instance.service().errands();
        });
    world.promises().endsToDelete(id);
  }

  private void run() {
    long id = 1 + random.nextInt(IDS);
    Optional<Long> group = Tables.liveGroup(world, id);
    call(
        "run %d".formatted(id),
        instance -> {
          try {
            String run = instance.service().run(id);
            // Its group may be gone when the answer comes.
            group.ifPresent(pk -> world.promises().run(pk, run));
          } catch (UnknownGroupException | IllegalTransitionException e) {
            // Refused, in words.
          }
        });
  }

  /** A round of an instance's reconciler and what it leaves to the background. */
  void round() {
    call(
        "round",
        instance -> {
          instance.service().round();
          instance.service().errands();
        });
  }

  void sweep() {
    call("sweep", instance -> instance.service().sweep());
  }

  void agentsWork() {
    agents.allWork();
  }

  void startJobs() {
    world.cluster().live().forEach(ClusterJob::start);
  }

  private void aLiveJob(String what, Consumer<ClusterJob> fate) {
    List<ClusterJob> live = world.cluster().live();
    if (!live.isEmpty()) {
      ClusterJob job = live.get(random.nextInt(live.size()));
      world.story().tell("%s %s", job.toString(), what);
      fate.accept(job);
    }
  }

  /** Back or forth, never further than some minutes from where it would be. */
  private void setTheClock() {
    Duration wanted = Duration.ofSeconds(2 * (random.nextInt(2 * CLOCK_STEPS) - CLOCK_STEPS));
    world.story().tell("the database's clock is set %d s off", wanted.toSeconds());
    world.time().setWallOff(wanted);
  }

  private void kill(ModelInstance instance) {
    world.story().tell("%s is killed", instance.name());
    world.replace(instance);
  }

  private void restart() {
    call(
        "restart",
        instance -> {
          instance.service().stop();
          world.replace(instance);
        });
  }

  /** By an instance that may die, or lose its database, in the midst of it. */
  private void call(String what, Consumer<ModelInstance> work) {
    world
        .anyInstance()
        .ifPresent(
            instance -> {
              world.story().tell("%s: %s", instance.name(), what);
              try {
                work.accept(instance);
              } catch (Died e) {
                world.story().tell("%s died in %s", instance.name(), what);
              } catch (DatabaseGone e) {
                world.story().tell("%s: the database is gone in %s", instance.name(), what);
              }
            });
  }
}
