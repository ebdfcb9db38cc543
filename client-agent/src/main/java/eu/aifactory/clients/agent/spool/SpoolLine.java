package eu.aifactory.clients.agent.spool;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** A line of a spool: the checksum of its JSON, a blank, the JSON. */
final class SpoolLine {
  private static final int CHECKSUM_DIGITS = 8;

  private SpoolLine() {}

  static byte[] of(String json) {
    return (checksum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The JSON; empty for a line that was torn off or changed. */
  static Optional<String> json(String line) {
    if (line.length() <= CHECKSUM_DIGITS) {
      return Optional.empty();
    }
    String json = line.substring(CHECKSUM_DIGITS + 1);
    return line.startsWith(checksum(json) + " ") ? Optional.of(json) : Optional.empty();
  }

  private static String checksum(String json) {
    CRC32 crc = new CRC32();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
