package eu.aifactory.clients.protocol.records;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Tells blocks of records as text, with no more than one block in memory. */
public final class RecordExport {
  private RecordExport() {}

  /**
   * Writes the records of one block; {@link RecordFormat#begin} comes before the first.
   *
   * @throws BrokenRecordsException when the block cannot be read
   */
  public static void write(RecordBlock block, RecordFormat format, Appendable to)
      throws IOException {
    RecordReader reader = new RecordReader(block);
    while (reader.hasNext()) {
      format.write(reader.next(), to);
    }
  }

  /**
   * Writes all that can be read of a file of blocks.
   *
   * @return why something at its end was passed over, a sentence; empty when nothing was
   */
  public static Optional<String> writeAll(InputStream blocks, RecordFormat format, Appendable to)
      throws IOException {
    RecordBlockStream stream = new RecordBlockStream(blocks);
    format.begin(to);
    for (Optional<RecordBlock> block = stream.next(); block.isPresent(); block = stream.next()) {
      write(block.get(), format, to);
    }
    return stream.tornBecause();
  }
}
