package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.records.RecordFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Records on their way from the service.
 *
 * @param records how many the service has announced; empty when it has not
 * @param incomplete agents of which records may be missing
 */
record RecordDownload(
    InputStream body, RecordFormat format, Optional<Long> records, Optional<String> incomplete) {
  private static final int PART_BYTES = 1 << 16;

  /**
   * Copies all of them, whatever their number, and counts them.
   *
   * @throws CommandFailure when fewer came than were announced
   */
  void copyTo(OutputStream to) throws IOException {
    long lines = 0;
    try (InputStream from = body) {
      byte[] part = new byte[PART_BYTES];
      for (int length = from.read(part); length >= 0; length = from.read(part)) {
        to.write(part, 0, length);
        for (int i = 0; i < length; i++) {
          lines += part[i] == '\n' ? 1 : 0;
        }
      }
    }
    long came = format == RecordFormat.CSV ? lines - 1 : lines;
    if (records.isPresent() && records.get() != came) {
      throw CommandFailure.failed(
          "the client service sent %d of %d records: try again.".formatted(came, records.get()));
    }
  }
}
