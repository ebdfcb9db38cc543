package eu.aifactory.clients.protocol.records;

/**
 * Requests that left no record, by why.
 *
 * @param behind the writer was behind, and the load was not made to wait for it
 * @param overLimit {@code max_bytes} was reached
 * @param unwritten the disk refused them
 */
public record RecordsMissed(long behind, long overLimit, long unwritten) {
  public long sum() {
    return behind + overLimit + unwritten;
  }
}
