package eu.aifactory.clients.service.model;

import eu.aifactory.clients.service.group.ServiceOnH2;
import eu.aifactory.clients.service.slurm.TestSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** All that a sequence plays with. One thread at a time; everything is chosen by one seed. */
final class World {
  private static final List<String> NAMES = List.of("one", "other");

  /** So many pauses and hanging calls within one another. */
  private static final int DEEPEST = 3;

  private static final Duration CLIENTS_PATIENCE = Duration.ofSeconds(60);

  private final ServiceOnH2 service;
  private final TestSite site;
  private final Random random;
  private final VirtualTime time;
  private final Story story;
  private final Met met;
  private final Mishaps mishaps;
  private final ModelCluster cluster;
  private final ModelAiServer aiServer;
  private final Promises promises = new Promises();
  private final List<ModelInstance> instances = new ArrayList<>();
  private final Set<ModelInstance> paused = new HashSet<>();
  private Operations operations;
  private int depth;

  World(ServiceOnH2 service, TestSite site, Random random, Met met) {
    this.service = service;
    this.site = site;
    this.random = random;
    this.met = met;
    service.forgetGroups();
    time = new VirtualTime(service.clock);
    story = new Story(time);
    mishaps = new Mishaps(random, met);
    cluster = new ModelCluster(time);
    aiServer = new ModelAiServer(mishaps);
  }

  /** Both instances start. */
  void begin(Operations theirs) {
    operations = theirs;
    NAMES.forEach(name -> instances.add(started(name)));
  }

  private ModelInstance started(String name) {
    while (true) {
      try {
        return new ModelInstance(name, this);
      } catch (DatabaseGone e) {
        // The server does not come up without it, and is started again.
      } catch (Died e) {
        // So is one that is killed in its start.
      }
    }
  }

  /** The instance is killed, and its next life begins. */
  void replace(ModelInstance killed) {
    killed.die();
    int place = instances.indexOf(killed);
    if (place >= 0) {
      instances.set(place, started(killed.name()));
    }
  }

  /** One that does not stand still; empty when both do. */
  Optional<ModelInstance> anyInstance() {
    List<ModelInstance> able =
        instances.stream().filter(instance -> !paused.contains(instance)).toList();
    return able.isEmpty() ? Optional.empty() : Optional.of(able.get(random.nextInt(able.size())));
  }

  /** The others go on while this one does not, unless it holds rows that they would wait for. */
  void standsStill(ModelInstance instance, String where) {
    if (service.database.isInTransaction() || !paused.add(instance)) {
      return;
    }
    depth++;
    int rounds = 1 + random.nextInt(4);
    story.tell("%s stands still %s", instance.name(), where);
    try {
      for (int round = 0; round < rounds; round++) {
        pass(Duration.ofSeconds(2 + random.nextInt(12)));
        if (depth <= DEEPEST) {
          operations.round();
          operations.any();
        }
      }
    } finally {
      paused.remove(instance);
      depth--;
    }
    story.tell("%s goes on", instance.name());
    instance.requireLife();
  }

  /**
   * A call hangs for as long as a client waits before it gives up. What else the instance does goes
   * on, in its other threads.
   */
  void waitsForAnAnswer(ModelInstance instance) {
    depth++;
    try {
      for (int part = 0; part < 3; part++) {
        pass(CLIENTS_PATIENCE.dividedBy(3));
        if (depth <= DEEPEST) {
          operations.any();
        }
      }
    } finally {
      depth--;
    }
    instance.requireLife();
  }

  void pass(Duration of) {
    time.pass(of);
    cluster.catchUp();
  }

  /** After which a call that got no answer is done all the same: within the quarantine, or not. */
  Duration lateness() {
    return Duration.ofSeconds(61 + random.nextInt(300));
  }

  ServiceOnH2 service() {
    return service;
  }

  TestSite site() {
    return site;
  }

  Random random() {
    return random;
  }

  VirtualTime time() {
    return time;
  }

  Story story() {
    return story;
  }

  Met met() {
    return met;
  }

  Mishaps mishaps() {
    return mishaps;
  }

  ModelCluster cluster() {
    return cluster;
  }

  ModelAiServer aiServer() {
    return aiServer;
  }

  Promises promises() {
    return promises;
  }
}
