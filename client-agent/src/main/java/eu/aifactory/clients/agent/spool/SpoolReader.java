package eu.aifactory.clients.agent.spool;

import eu.aifactory.clients.agent.service.WireJsonResolver;
import eu.aifactory.clients.protocol.Snapshot;
import jakarta.json.bind.JsonbException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a spool snapshot by snapshot, up to where it was torn off: of what follows there nothing is
 * known to be whole.
 */
final class SpoolReader implements Closeable {
  private final BufferedReader lines;
  private final Optional<SpoolHeader> header;
  private Optional<Snapshot> following;

  SpoolReader(InputStream file) throws IOException {
    this.lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
    this.header = read(SpoolHeader.class);
    this.following = header.isEmpty() ? Optional.empty() : read(Snapshot.class);
  }

  /** Empty for a file that was torn off in its first line, or is no spool. */
  Optional<SpoolHeader> header() {
    return header;
  }

  /** The next snapshot, put together from all that was written under its number. */
  Optional<Snapshot> next() throws IOException {
    Optional<Snapshot> whole = following;
    while (whole.isPresent()) {
      following = read(Snapshot.class);
      if (following.isEmpty() || following.get().sequence() != whole.get().sequence()) {
        break;
      }
      whole = Optional.of(SnapshotParts.merged(whole.get(), following.get()));
    }
    return whole;
  }

  private <T> Optional<T> read(Class<T> type) throws IOException {
    String line = lines.readLine();
    Optional<String> json = line == null ? Optional.empty() : SpoolLine.json(line);
    try {
      return json.map(text -> WireJsonResolver.jsonb().fromJson(text, type));
    } catch (JsonbException e) {
      // Whole, but written by another version.
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
