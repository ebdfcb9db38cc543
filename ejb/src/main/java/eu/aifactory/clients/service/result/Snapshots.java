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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The parts of runs that agents delivered. Joins the caller's transaction or makes its own. */
@Stateless
public class Snapshots {
  static final int PAGE = 100;

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  /**
   * Keeps parts of a run.
   *
   * @param late whether they came when the run's result was made: no sum has them then
   * @return those that were kept, in their order: not those that were there already, late or in
   *     time
   */
  public List<Snapshot> keep(String runId, List<CheckedPart> parts, boolean late) {
    if (parts.isEmpty()) {
      return List.of();
    }
    Set<SnapshotPart.Key> known = known(runId, parts);
    List<Snapshot> kept = new ArrayList<>();
    for (CheckedPart part : parts) {
      SnapshotPart.Key key = keyOf(runId, part.snapshot());
      if (known.add(key)) {
        entities.persist(new SnapshotPart(key, part.text(), late));
        kept.add(part.snapshot());
      }
    }
    return kept;
  }

  /** The keys of those of these parts that are there. */
  private Set<SnapshotPart.Key> known(String runId, List<CheckedPart> parts) {
    List<Snapshot> snapshots = parts.stream().map(CheckedPart::snapshot).toList();
    return entities
        .createQuery(
            "select p.key.agent, p.key.sequence from SnapshotPart p where p.key.runId = :run"
                + " and p.key.agent in :agents and p.key.sequence in :sequences",
            Object[].class)
        .setParameter("run", runId)
        .setParameter("agents", snapshots.stream().map(Snapshot::agent).distinct().toList())
        .setParameter("sequences", snapshots.stream().map(Snapshot::sequence).distinct().toList())
        .getResultStream()
        .map(row -> new SnapshotPart.Key(runId, (String) row[0], (Long) row[1]))
        .collect(Collectors.toCollection(HashSet::new));
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
