package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.service.settings.WireText;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run and one of its agents stand at the barrier: read as figures, not as rows that are kept,
 * so that whoever then takes the lock reads them anew.
 *
 * @param startAt milliseconds since the epoch, or {@code null} while nothing was decided
 * @param aiService as it is stored, or {@code null} while there is none
 * @param agent how far the agent is
 * @param stage before which the agent stands, 0 for none
 * @param stageReady whether it is prepared for it
 */
public record BarrierStanding(
    long runPk,
    RunState run,
    Long startAt,
    String aiService,
    RunParticipant.State agent,
    int stage,
    boolean stageReady) {

  /** Whether a question says nothing that is not stored already: its answer needs no lock. */
  boolean hasHeard(Barrier barrier) {
    return !run.isTerminal()
        && barrier.failure() == null
        && (barrier.service() == null || aiService != null)
        && (barrier.stage() == null
            ? agent.compareTo(RunParticipant.at(barrier)) >= 0
            : standsBefore(barrier.stage(), barrier.ready()));
  }

  private boolean standsBefore(int number, boolean ready) {
    return stage > number || (stage == number && (stageReady || !ready));
  }

  Optional<Instant> start() {
    return Optional.ofNullable(startAt).map(Instant::ofEpochMilli);
  }

  /** {@code null} while there is none. */
  AiService service() {
    return aiService == null ? null : WireText.read(aiService, AiService.class);
  }
}
