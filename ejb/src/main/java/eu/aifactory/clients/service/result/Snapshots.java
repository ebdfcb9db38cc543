package eu.aifactory.clients.service.result;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Machine;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.figures.Slice;
import eu.aifactory.clients.protocol.figures.Span;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.SteadyPart;
import eu.aifactory.clients.service.settings.WireText;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;

/** The parts of runs that agents delivered. Joins the caller's transaction or makes its own. */
@Stateless
public class Snapshots {
  static final int PAGE = 100;

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  /**
   * Keeps a part.
   *
   * @return {@code false} when it was there already: nothing was changed
   * @throws UnreadableFiguresException when its figures cannot be read; nothing was kept
   */
  public boolean keep(String runId, Snapshot snapshot) {
    return keep(runId, snapshot, false);
  }

  /**
   * Keeps a part that came when the run's result was made: no sum has it.
   *
   * @return {@code false} when it was there already, late or in time: nothing was changed
   * @throws UnreadableFiguresException when its figures cannot be read; nothing was kept
   */
  public boolean keepLate(String runId, Snapshot snapshot) {
    return keep(runId, snapshot, true);
  }

  private boolean keep(String runId, Snapshot snapshot, boolean late) {
    if (entities.find(SnapshotPart.class, keyOf(runId, snapshot)) != null) {
      return false;
    }
    // Read once before it is kept: a part that cannot be counted later must not be acknowledged.
    check(snapshot);
    entities.persist(new SnapshotPart(runId, snapshot, late));
    return true;
  }

  /** The sum of what an agent delivered; empty figures when it delivered nothing. */
  public Sum sum(String runId, String agent) {
    RunFigures figures = new RunFigures();
    AtomicReference<AgentHealth> health = new AtomicReference<>();
    List<ServerSample> server = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    AtomicReference<Machine> machine = new AtomicReference<>();
    AtomicReference<Double> clockUncertaintyMs = new AtomicReference<>();
    forEach(
        runId,
        agent,
        snapshot -> {
          figures.addInterval(snapshot.stages());
          health.set(AgentFigures.worse(health.get(), snapshot.health()));
          server.addAll(snapshot.server());
          machine.accumulateAndGet(
              snapshot.machine(), (known, told) -> told == null ? known : told);
          clockUncertaintyMs.accumulateAndGet(snapshot.clockUncertaintyMs(), AgentFigures::max);
          if (snapshot.span() != null) {
            slices.add(Slice.of(snapshot.span(), snapshot.stages()));
          }
        });
    return new Sum(figures, health.get(), server, slices, machine.get(), clockUncertaintyMs.get());
  }

  /** Adds to a run's steady part what an agent measured in it. Reads its parts once more. */
  public void addSteady(SteadyPart steady, Span window, String runId, String agent) {
    RunFigures figures = new RunFigures();
    DoubleAdder seconds = new DoubleAdder();
    forEach(
        runId,
        agent,
        snapshot -> {
          if (snapshot.span() != null && window.holds(snapshot.span())) {
            figures.addInterval(snapshot.stages());
            seconds.add(snapshot.span().seconds());
          }
        });
    steady.addAgent(figures.whole(), seconds.sum());
  }

  private void forEach(String runId, String agent, Consumer<Snapshot> action) {
    long after = Long.MIN_VALUE;
    List<Snapshot> page;
    do {
      page = page(runId, agent, after);
      page.forEach(action);
      after = page.isEmpty() ? after : page.getLast().sequence();
    } while (page.size() == PAGE);
  }

  /** The texts alone: as entities, the parts of a run of some hours would stay and fill memory. */
  private List<Snapshot> page(String runId, String agent, long after) {
    return entities
        .createQuery(
            "select p.body from SnapshotPart p where p.key.runId = :run and p.key.agent = :agent"
                + " and p.late = false and p.key.sequence > :after order by p.key.sequence",
            String.class)
        .setParameter("run", runId)
        .setParameter("agent", agent)
        .setParameter("after", after)
        .setMaxResults(PAGE)
        .getResultStream()
        .map(body -> WireText.read(body, Snapshot.class))
        .toList();
  }

  /** How many parts of an agent came too late. */
  public long late(String runId, String agent) {
    return entities
        .createQuery(
            "select count(p) from SnapshotPart p where p.key.runId = :run"
                + " and p.key.agent = :agent and p.late = true",
            Long.class)
        .setParameter("run", runId)
        .setParameter("agent", agent)
        .getSingleResult();
  }

  public void removeOf(String runId) {
    entities
        .createQuery("delete from LoadSampleRow s where s.key.runId = :run")
        .setParameter("run", runId)
        .executeUpdate();
    entities
        .createQuery("delete from SnapshotPart p where p.key.runId = :run")
        .setParameter("run", runId)
        .executeUpdate();
  }

  private static void check(Snapshot snapshot) {
    try {
      RunFigures.check(snapshot.stages());
    } catch (IllegalArgumentException e) {
      throw new UnreadableFiguresException("stages: " + e.getMessage(), e);
    }
  }

  private static SnapshotPart.Key keyOf(String runId, Snapshot snapshot) {
    return new SnapshotPart.Key(runId, snapshot.agent(), snapshot.sequence());
  }

  /**
   * @param health the worst of the parts', or {@code null} without any
   * @param server all looks at the AI server's counters
   * @param slices how busy it was when, of the parts that say so
   * @param machine that it ran on, or {@code null} without a part that says it
   * @param clockUncertaintyMs the largest of the parts', or {@code null}
   */
  public record Sum(
      RunFigures figures,
      AgentHealth health,
      List<ServerSample> server,
      List<Slice> slices,
      Machine machine,
      Double clockUncertaintyMs) {}
}
