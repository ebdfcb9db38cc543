package eu.aifactory.clients.service.result;

import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.service.settings.WireText;

/**
 * A part of a run whose figures were read once, as it is to be kept: one that cannot be counted
 * later must not be acknowledged.
 */
public final class CheckedPart {
  private final Snapshot snapshot;
  private final String text;

  private CheckedPart(Snapshot snapshot, String text) {
    this.snapshot = snapshot;
    this.text = text;
  }

  /**
   * Costs some tenths of a millisecond: not to be done under a lock.
   *
   * @throws UnreadableFiguresException when its figures cannot be read
   */
  public static CheckedPart of(Snapshot snapshot) {
    try {
      RunFigures.check(snapshot.stages());
    } catch (IllegalArgumentException e) {
      throw new UnreadableFiguresException("stages: " + e.getMessage(), e);
    }
    return new CheckedPart(snapshot, WireText.write(snapshot));
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  public String text() {
    return text;
  }
}
