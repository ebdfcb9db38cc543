package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.service.result.CheckedPart;

/** What an agent measured of a run, found to be readable. */
public final class Delivery {
  private final String runId;
  private final CheckedPart part;
  private final RunParticipant.State end;

  private Delivery(String runId, CheckedPart part, RunParticipant.State end) {
    this.runId = runId;
    this.part = part;
    this.end = end;
  }

  /**
   * @throws InvalidRequestException with a sentence for each member at fault
   * @throws eu.aifactory.clients.service.result.UnreadableFiguresException when the figures cannot
   *     be read
   */
  public static Delivery of(String runId, Snapshot snapshot) {
    AgentMessages.check(snapshot);
    return new Delivery(runId, CheckedPart.of(snapshot), endOf(snapshot));
  }

  private static RunParticipant.State endOf(Snapshot snapshot) {
    return switch (snapshot.outcome() == null ? Snapshot.COMPLETED : snapshot.outcome()) {
      case Snapshot.COMPLETED -> RunParticipant.State.COMPLETED;
      case Snapshot.STOPPED -> RunParticipant.State.STOPPED;
      case Snapshot.FAILED -> RunParticipant.State.FAILED;
      default ->
          throw new InvalidRequestException(
              "outcome must be COMPLETED, STOPPED or FAILED, not \"%s\""
                  .formatted(snapshot.outcome()));
    };
  }

  String runId() {
    return runId;
  }

  CheckedPart part() {
    return part;
  }

  Snapshot snapshot() {
    return part.snapshot();
  }

  /** How its agent's part in the run has ended, when the snapshot is the last. */
  RunParticipant.State end() {
    return end;
  }

  /** Characters that are kept of it. */
  public long size() {
    return part.text().length();
  }
}
