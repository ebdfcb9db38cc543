package eu.aifactory.clients.protocol;

/**
 * Answer to a {@link Snapshot}: it is stored, the agent may forget it.
 *
 * @param counted {@code false} when it was there already or came too late
 * @param command {@code continue} or {@code stop}
 */
public record SnapshotReply(long sequence, boolean counted, String command) {}
