package eu.aifactory.clients.emulator;

import java.util.Iterator;

/** The truth as lines of JSON, sent as fast as the client reads and never held as a whole. */
final class TruthDownload implements Answer {
  private static final byte[] LINE_END = Bytes.of("\r\n");
  private static final byte[] LAST_CHUNK = Bytes.of("0\r\n\r\n");

  private final Connection connection;
  private final Iterator<RequestTruth> records;
  private boolean ended;

  TruthDownload(Connection connection, Iterator<RequestTruth> records) {
    this.connection = connection;
    this.records = records;
  }

  @Override
  public void writable() {
    while (!ended && connection.writable()) {
      if (records.hasNext()) {
        byte[] line = Bytes.of(TruthText.line(records.next()));
        byte[] size = Bytes.of(Integer.toHexString(line.length));
        connection.send(
            connection
                .buffer(size.length + line.length + 2 * LINE_END.length)
                .writeBytes(size)
                .writeBytes(LINE_END)
                .writeBytes(line)
                .writeBytes(LINE_END));
      } else {
        ended = true;
        connection.send(connection.buffer(LAST_CHUNK.length).writeBytes(LAST_CHUNK));
        connection.answered();
      }
    }
  }

  @Override
  public void clientGone() {
    ended = true;
  }
}
