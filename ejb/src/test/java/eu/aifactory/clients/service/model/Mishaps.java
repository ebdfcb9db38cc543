package eu.aifactory.clients.service.model;

import java.util.Random;

/** Chooses what goes wrong, as long as anything may. */
final class Mishaps {
  /** One in so many edges of transactions and calls. */
  private static final int EDGES = 60;

  /** One in so many calls of the cluster goes well while it is unwell. */
  private static final int WELL = 3;

  private static final ClusterFault[] OF_SUBMITS = {
    ClusterFault.BAD_TOKEN,
    ClusterFault.REFUSED_CONNECTION,
    ClusterFault.REFUSED_SLOWLY,
    ClusterFault.CLOSED_BEFORE,
    ClusterFault.CLOSED_AFTER,
    ClusterFault.ERROR_THOUGH_DONE,
    ClusterFault.TORN_ANSWER,
    ClusterFault.TWICE,
    ClusterFault.TWICE_WITHOUT_ANSWER,
    ClusterFault.HANGS_AND_IS_LATE,
    ClusterFault.HANGS_AND_IS_LATE,
    ClusterFault.HANGS,
    ClusterFault.REFUSED
  };
  private static final ClusterFault[] OF_CANCELS = {
    ClusterFault.BAD_TOKEN,
    ClusterFault.REFUSED_CONNECTION,
    ClusterFault.CLOSED_BEFORE,
    ClusterFault.CLOSED_AFTER,
    ClusterFault.ERROR_THOUGH_DONE,
    ClusterFault.HANGS_AND_IS_LATE,
    ClusterFault.HANGS
  };
  private static final ClusterFault[] OF_QUESTIONS = {
    ClusterFault.BAD_TOKEN,
    ClusterFault.REFUSED_CONNECTION,
    ClusterFault.CLOSED_BEFORE,
    ClusterFault.TORN_ANSWER,
    ClusterFault.EMPTY_ANSWER,
    ClusterFault.HANGS
  };

  private final Random random;
  private final Met met;
  private boolean over;
  private boolean clusterIsUnwell;

  Mishaps(Random random, Met met) {
    this.random = random;
    this.met = met;
  }

  /** From now on nothing goes wrong. */
  void end() {
    over = true;
  }

  /** From now on most calls of the cluster fail, or none. */
  void clusterIsUnwell(boolean unwell) {
    clusterIsUnwell = unwell;
  }

  ClusterFault ofSubmit() {
    return of(OF_SUBMITS);
  }

  ClusterFault ofCancel() {
    return of(OF_CANCELS);
  }

  ClusterFault ofQuestion() {
    return of(OF_QUESTIONS);
  }

  private ClusterFault of(ClusterFault... faults) {
    if (over || !clusterIsUnwell || random.nextInt(WELL) == 0) {
      met.note(ClusterFault.NONE);
      return ClusterFault.NONE;
    }
    ClusterFault fault = faults[random.nextInt(faults.length)];
    met.note(fault);
    return fault;
  }

  /** What befalls an instance at an edge, or {@code null}. */
  Mishap at(Mishap... possible) {
    if (over || random.nextInt(EDGES) != 0) {
      return null;
    }
    Mishap mishap = possible[random.nextInt(possible.length)];
    met.note(mishap);
    return mishap;
  }

  boolean releaseFails() {
    return !over && random.nextInt(4) == 0;
  }
}
