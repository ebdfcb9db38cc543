package eu.aifactory.clients.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows a server's console as it grows: the service's own records and every warning, without the
 * server's chatter. Not thread-safe.
 */
final class LogFollower {
  private static final Pattern RECORD =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d (\\d\\d:\\d\\d:\\d\\d)\\.\\d+ (FINE|INFO|WARNING|SEVERE) +(\\S+): (.*)");

  /** The file is emptied beyond this; the server appends, so it goes on at the beginning. */
  private static final long MOST_BYTES = 20_000_000;

  private final Path file;
  private final Terminal terminal;
  private long position;
  private boolean showing;

  LogFollower(Path file, Terminal terminal) {
    this.file = file;
    this.terminal = terminal;
  }

  /** Passes over what is there already. */
  void skip() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      position = log.length();
    }
  }

  void showNew() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] bytes = new byte[(int) Math.min(log.length() - position, 1 << 20)];
      log.seek(position);
      log.readFully(bytes);
      int end = lastLineEnd(bytes);
      position += end;
      new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::show);
      if (position > MOST_BYTES) {
        log.setLength(0);
        position = 0;
      }
    }
  }

  private void show(String line) {
    Matcher record = RECORD.matcher(line);
    if (record.matches()) {
      String level = record.group(2);
      showing =
          record.group(3).startsWith("eu.aifactory")
              || level.equals("WARNING")
              || level.equals("SEVERE");
      if (showing) {
        terminal.say("%s %-7s %s".formatted(record.group(1), named(level), record.group(4)));
      }
    } else if (showing && !line.isBlank()) {
      terminal.say(line);
    }
  }

  /** The level in the specification's words. */
  private static String named(String level) {
    return switch (level) {
      case "FINE" -> "DEBUG";
      case "SEVERE" -> "ERROR";
      default -> level;
    };
  }

  private static int lastLineEnd(byte[] bytes) {
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
