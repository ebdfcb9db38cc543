package eu.aifactory.clients.service.model;

import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.StageParts;
import eu.aifactory.clients.service.group.ForeignAgentTokenException;
import eu.aifactory.clients.service.group.LostAgentException;
import eu.aifactory.clients.service.group.ServiceInstance;
import eu.aifactory.clients.service.group.SupersededException;
import eu.aifactory.clients.service.group.UnknownAgentException;
import eu.aifactory.clients.service.group.UnknownAgentTokenException;
import eu.aifactory.clients.service.group.UnknownGroupException;
import eu.aifactory.clients.service.group.UnknownRunException;
import eu.aifactory.clients.service.model.Promises.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/** What agents say to whichever instance, and what they make of the answers. */
final class AgentTalk {
  private static final List<List<StageParts>> MEASURED = measured();

  private final World world;
  private final Random random;

  AgentTalk(World world) {
    this.world = world;
    this.random = world.random();
  }

  /** Of so many requests as its place, and one. */
  private static List<List<StageParts>> measured() {
    List<List<StageParts>> parts = new ArrayList<>();
    for (int requests = 1; requests <= 8; requests++) {
      RunFigures figures = new RunFigures();
      figures.at(0, 0).count(Counter.SENT, requests);
      parts.add(figures.toParts());
    }
    return parts;
  }

  /** Each agent whose job runs does what it would do next. */
  void allWork() {
    for (ClusterJob job : world.cluster().running()) {
      for (ModelAgent agent : List.copyOf(job.agents())) {
        if (agent.speaks()) {
          work(agent);
        }
      }
    }
  }

  private void work(ModelAgent agent) {
    if (!agent.isConnected()) {
      connect(agent);
      return;
    }
    heartbeat(agent, agent.run() == null ? "READY" : "RUNNING");
    if (agent.isGone() || agent.run() == null || agent.hasDeliveredAll()) {
      return;
    }
    if (!agent.hasStarted()) {
      barrier(agent, null);
    } else {
      boolean last = random.nextInt(3) == 0;
      deliver(agent, agent.nextSequence(), last ? Snapshot.COMPLETED : null);
    }
  }

  void oneConnects() {
    any(agent -> agent.speaks() && !agent.isConnected()).ifPresent(this::connect);
  }

  void oneConnectsAgain() {
    any(agent -> agent.speaks() && agent.isConnected()).ifPresent(this::connect);
  }

  void staleOneConnects() {
    List<ModelAgent> stale =
        world.cluster().jobs().stream()
            .flatMap(job -> job.agents().stream())
            .filter(ModelAgent::isGone)
            .toList();
    if (!stale.isEmpty()) {
      connect(stale.get(random.nextInt(stale.size())));
    }
  }

  void oneFallsSilent() {
    any(ModelAgent::speaks)
        .ifPresent(
            agent -> {
              world.story().tell("%s falls silent", agent.name());
              agent.fallsSilent();
            });
  }

  void oneSaysGoodBye() {
    any(agent -> agent.speaks() && agent.isConnected())
        .ifPresent(
            agent -> {
              heartbeat(agent, "STOPPING");
              if (agent.run() != null && agent.hasStarted() && !agent.hasDeliveredAll()) {
                deliver(agent, agent.nextSequence(), Snapshot.STOPPED);
              }
              agent.exits();
            });
  }

  void oneCannotStart() {
    any(agent -> agent.speaks() && agent.run() != null && !agent.hasStarted())
        .ifPresent(agent -> barrier(agent, "the AI server does not answer"));
  }

  void snapshotTwice() {
    any(agent -> agent.speaks() && agent.hasStarted() && agent.nextSequence() > 0)
        .ifPresent(agent -> deliver(agent, agent.nextSequence() - 1, null));
  }

  /** And then the one whose turn it would have been. */
  void snapshotBeforeItsTurn() {
    any(agent -> agent.speaks() && agent.hasStarted() && !agent.hasDeliveredAll())
        .ifPresent(
            agent -> {
              long next = agent.nextSequence();
              deliver(agent, next + 1, null);
              deliver(agent, next, null);
            });
  }

  void snapshotAfterTheEnd() {
    any(agent -> agent.speaks() && agent.hasStarted() && agent.hasDeliveredAll())
        .ifPresent(agent -> deliver(agent, agent.nextSequence(), null));
  }

  private Optional<ModelAgent> any(Predicate<ModelAgent> wanted) {
    List<ModelAgent> agents =
        world.cluster().running().stream()
            .flatMap(job -> job.agents().stream())
            .filter(wanted)
            .toList();
    return agents.isEmpty()
        ? Optional.empty()
        : Optional.of(agents.get(random.nextInt(agents.size())));
  }

  private void connect(ModelAgent agent) {
    ClusterJob job = agent.job();
    Connect connect =
        new Connect(
            agent.address(),
            agent.name(),
            agent.rank(),
            job.token(),
            Long.toString(job.id()),
            null,
            "node",
            null,
            null,
            null);
    said(agent, "connect", service -> service.register(job.benchmarkId(), connect))
        .ifPresent(
            unused -> {
              agent.connects();
              // None where the answer came so late that the group is gone.
              Tables.groupOfAgent(world, agent.name())
                  .ifPresent(group -> world.promises().admitted(group, job.id()));
            });
  }

  private void heartbeat(ModelAgent agent, String state) {
    ClusterJob job = agent.job();
    said(
            agent,
            "heartbeat " + state,
            service ->
                service.heartbeat(
                    job.benchmarkId(),
                    job.token(),
                    agent.name(),
                    new Heartbeat(state, agent.run(), null)))
        .ifPresent(reply -> obey(agent, reply));
  }

  private static void obey(ModelAgent agent, HeartbeatReply reply) {
    switch (reply.command()) {
      case HeartbeatReply.STOP -> agent.exits();
      case HeartbeatReply.RUN ->
          agent.ordered(reply.order().runId(), reply.order().service() != null);
      default -> {
        // Nothing to do.
      }
    }
  }

  /** The agent of rank 0 sets up what the run needs on the AI server, now and then. */
  private void barrier(ModelAgent agent, String failure) {
    ClusterJob job = agent.job();
    if (agent.rank() == 0 && agent.needsService() && random.nextInt(3) == 0) {
      agent.setsUp(world.aiServer().create());
    }
    Barrier barrier = new Barrier(agent.name(), failure == null, agent.service(), failure);
    Optional<BarrierReply> reply =
        said(
            agent,
            "barrier",
            service -> service.barrier(job.benchmarkId(), job.token(), agent.run(), barrier));
    if (reply.isPresent() && barrier.service() != null) {
      world.promises().willRelease(barrier.service().serviceId());
    }
    reply.ifPresent(
        answer -> {
          switch (answer.command()) {
            case BarrierReply.GO -> agent.starts();
            case BarrierReply.ABORT -> agent.runIsOver();
            default -> {
              // It asks again.
            }
          }
        });
  }

  /**
   * @param outcome of a last part, {@code null} for another
   */
  private void deliver(ModelAgent agent, long sequence, String outcome) {
    ClusterJob job = agent.job();
    Part part = new Part(agent.run(), agent.name(), sequence);
    long requests =
        Optional.ofNullable(world.promises().sent().get(part))
            .orElseGet(() -> 1L + random.nextInt(MEASURED.size()));
    world.promises().sends(part, requests);
    Snapshot snapshot =
        new Snapshot(
            agent.name(),
            sequence,
            outcome != null,
            outcome,
            null,
            MEASURED.get((int) requests - 1),
            null,
            null);
    Optional<SnapshotReply> reply =
        said(
            agent,
            "part %d of %s%s".formatted(sequence, agent.run(), outcome == null ? "" : ", the last"),
            service -> service.deliver(job.benchmarkId(), job.token(), agent.run(), snapshot));
    reply.ifPresent(
        answer -> {
          if (answer.command().equals(HeartbeatReply.STOP)) {
            agent.runIsOver();
          } else {
            world.promises().acknowledged(part, answer.counted());
            agent.delivered(sequence, outcome != null);
          }
        });
  }

  /** Says it to some instance; empty when there was no answer, or one that ends something. */
  private <T> Optional<T> said(
      ModelAgent agent, String what, Function<ServiceInstance, T> message) {
    Optional<ModelInstance> instance = world.anyInstance();
    if (instance.isEmpty()) {
      return Optional.empty();
    }
    String to = instance.get().name();
    try {
      T reply = message.apply(instance.get().service());
      world.story().tell("%s to %s: %s: %s", agent.name(), to, what, reply);
      return Optional.of(reply);
    } catch (UnknownGroupException
        | SupersededException
        | UnknownAgentException
        | UnknownAgentTokenException
        | LostAgentException
        | ForeignAgentTokenException e) {
      world.story().tell("%s to %s: %s: turned away: %s", agent.name(), to, what, e.getMessage());
      if (!agent.isGone()) {
        agent.exits();
      }
    } catch (UnknownRunException e) {
      world.story().tell("%s to %s: %s: %s", agent.name(), to, what, e.getMessage());
      agent.runIsOver();
    } catch (Died e) {
      world.story().tell("%s to %s: %s: no answer", agent.name(), to, what);
    } catch (DatabaseGone e) {
      world.story().tell("%s to %s: %s: 503", agent.name(), to, what);
    }
    return Optional.empty();
  }
}
