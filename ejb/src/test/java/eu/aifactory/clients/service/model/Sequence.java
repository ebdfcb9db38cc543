package eu.aifactory.clients.service.model;

import eu.aifactory.clients.service.group.ServiceOnH2;
import eu.aifactory.clients.service.slurm.TestSite;
import eu.aifactory.clients.slurm.SlurmJobState;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** One random sequence: a wild part, then peace, then the end of all limits. */
final class Sequence {
  private static final int LEAST_STEPS = 16;
  private static final int MORE_STEPS = 24;
  private static final Duration ROUND = Duration.ofSeconds(40);

  /** At most: three quarantines, what clocks were set back by, and a job's end. */
  private static final int ROUNDS_OF_PEACE = 30;

  /** An hour's job, its graces, and as much as clocks may have been set back. */
  private static final Duration ALL_LIMITS = Duration.ofHours(2);

  private final World world;
  private final Operations operations;
  private final Invariants invariants;

  Sequence(ServiceOnH2 service, TestSite site, long seed, Met met) {
    world = new World(service, site, new Random(seed), met);
    operations = new Operations(world);
    invariants = new Invariants(world);
  }

  /**
   * @throws AssertionError telling the sequence's story when something does not hold
   */
  void play() {
    world.begin(operations);
    world.mishaps().clusterIsUnwell(world.random().nextBoolean());
    operations.create();
    int steps = LEAST_STEPS + world.random().nextInt(MORE_STEPS);
    for (int step = 0; step < steps; step++) {
      operations.any();
      world.pass(Duration.ofSeconds(2 * world.random().nextInt(4)));
    }
    world.mishaps().end();
    world.story().tell("all is well from here on");
    settle(invariants::ofPeace);
    holds(invariants.always());
    world.pass(ALL_LIMITS);
    endSomeJobs();
    world.story().tell("all limits are over");
    settle(invariants::ofEnds);
    holds(invariants.always());
  }

  /** Slurm ends jobs at their limit; those that it does not, the service has to. */
  private void endSomeJobs() {
    for (ClusterJob job : world.cluster().live()) {
      if (world.random().nextBoolean()) {
        job.end(SlurmJobState.TIMEOUT);
      }
    }
  }

  private void settle(Supplier<List<String>> rules) {
    List<String> broken = List.of();
    for (int round = 0; round < ROUNDS_OF_PEACE; round++) {
      operations.startJobs();
      operations.agentsWork();
      operations.round();
      operations.sweep();
      world.pass(ROUND);
      broken = rules.get();
      if (broken.isEmpty() && !world.cluster().hasLateOnes() && round > 0) {
        return;
      }
    }
    holds(broken);
  }

  private void holds(List<String> broken) {
    if (!broken.isEmpty()) {
      throw new AssertionError(String.join("\n", broken));
    }
  }

  String story() {
    return world.story().toString();
  }
}
