package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.service.result.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

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
   * Keeps a part once. One without figures only says that its agent has ended, which is known.
   *
   * @throws eu.aifactory.clients.service.result.UnreadableFiguresException when the figures cannot
   *     be read; nothing was stored
   */
  void keep(ClientGroup group, Run run, Snapshot snapshot) {
    if (snapshot.stages().isEmpty() || !snapshots.keepLate(run.runId(), snapshot)) {
      return;
    }
    run.cameLate();
    if (snapshots.late(run.runId(), snapshot.agent()) == 1) {
      log.note(
          group,
          "LATE_PARTS",
          "agent %s delivers figures of run %s after its end: they are kept and not in its result"
              .formatted(snapshot.agent(), run.runId()));
    }
  }
}
