package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.records.RecordExport;
import eu.aifactory.clients.protocol.records.RecordFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file of {@code aif bench --records}: while the run goes on its records lie in blocks beside
 * it, and at the end they become lines.
 */
final class BenchRecords {
  private final Path file;
  private final RecordFormat format;

  private BenchRecords(Path file, RecordFormat format) {
    this.file = file;
    this.format = format;
  }

  /** Fails before a run where the records could not be kept. */
  static BenchRecords in(Path file) {
    ResultJson.requireWritable("--records", file);
    RecordFormat format =
        RecordFormat.ofFile(file.toString())
            .orElseThrow(
                () ->
                    CommandFailure.wrong(
                        "--records %s must end in .ndjson or .csv, which says how they are written."
                            .formatted(file)));
    return new BenchRecords(file, format);
  }

  Path blocks() {
    return beside(".blocks");
  }

  /** Writes the lines; whole or not at all. The blocks go when they are written. */
  void write() {
    Path growing = beside(".new");
    try {
      Optional<String> torn;
      try (InputStream from = new BufferedInputStream(Files.newInputStream(blocks()));
          Writer to = Files.newBufferedWriter(growing)) {
        torn = RecordExport.writeAll(from, format, to);
      }
      if (torn.isPresent()) {
        throw new IOException(torn.get());
      }
      Files.move(growing, file, StandardCopyOption.REPLACE_EXISTING);
      remove(blocks());
    } catch (IOException e) {
      remove(growing);
      throw CommandFailure.failed(
          "the records cannot be written to %s: is the disk full? (%s)"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private Path beside(String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is left behind, and its name says what it is.
    }
  }
}
