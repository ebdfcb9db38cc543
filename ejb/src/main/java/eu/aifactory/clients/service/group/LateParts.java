package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.service.result.CheckedPart;
import eu.aifactory.clients.service.result.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Takes what agents deliver when their run's result is made: of an agent that was lost, or ended,
 * before it could. It is kept and told of, and changes no figure.
 */
@ApplicationScoped
@Transactional
public class LateParts {
  private Snapshots snapshots;
  private GroupLog log;

  protected LateParts() {
    // for the container
  }

  @Inject
  LateParts(Snapshots snapshots, GroupLog log) {
    this.snapshots = snapshots;
    this.log = log;
  }

  /**
   * Keeps parts once. Those without figures only say that their agents have ended, which is known.
   */
  void keep(ClientGroup group, Run run, List<CheckedPart> parts) {
    List<Snapshot> kept =
        snapshots.keep(
            run.runId(),
            parts.stream().filter(part -> !part.snapshot().stages().isEmpty()).toList(),
            true);
    if (kept.isEmpty()) {
      return;
    }
    run.cameLate(kept.size());
    Map<String, Long> byAgent =
        kept.stream().collect(Collectors.groupingBy(Snapshot::agent, Collectors.counting()));
    byAgent.forEach(
        (agent, count) -> {
          if (snapshots.late(run.runId(), agent) == count) {
            log.note(
                group,
                "LATE_PARTS",
                "agent %s delivers figures of run %s after its end: they are kept and not in its result"
                    .formatted(agent, run.runId()));
          }
        });
  }
}
