package eu.aifactory.clients.protocol;

import eu.aifactory.clients.protocol.rates.LoadEnding;
import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Answer to a {@link Snapshot}: it is stored, the agent may forget it.
 *
 * @param counted {@code false} when it was there already or came too late
 * @param command {@code continue} or {@code stop}
 * @param ending what ends the load early, as the samples of all agents show; {@code null} while
 *     nothing does. The same with every answer from then on
 */
public record SnapshotReply(long sequence, boolean counted, String command, LoadEnding ending) {

  @JsonbCreator
  public SnapshotReply {}

  /** Nothing ends the load early. */
  public SnapshotReply(long sequence, boolean counted, String command) {
    this(sequence, counted, command, null);
  }
}
