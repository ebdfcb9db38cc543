package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a server wrote since some moment, looked through for the reason of a failure. */
final class ServerLog {
  private static final int MOST_CHARACTERS = 300;

  private final Path serverLog;
  private final Path consoleLog;
  private final long from;

  private ServerLog(Path serverLog, Path consoleLog, long from) {
    this.serverLog = serverLog;
    this.consoleLog = consoleLog;
    this.from = from;
  }

  /** Looks at what is written from now on. */
  static ServerLog fromNow(Path serverLog, Path consoleLog) throws IOException {
    return new ServerLog(
        serverLog, consoleLog, Files.exists(serverLog) ? Files.size(serverLog) : 0);
  }

  /** The first record of level SEVERE, else the first line of the virtual machine's own output. */
  Optional<String> firstFailure() {
    List<String> lines = lines(serverLog, from);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("[SEVERE]")) {
        return Optional.of(message(lines, i));
      }
    }
    return lines(consoleLog, 0).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("Error") || line.contains("SEVERE"))
        .findFirst()
        .map(ServerLog::shortened);
  }

  /** What a preboot command that failed was answered: Payara itself starts all the same. */
  Optional<String> failedBootCommand() {
    return lines(consoleLog, 0).stream()
        .filter(line -> line.contains("Boot Command ") && line.contains(" failed "))
        .findFirst()
        .map(ServerLog::shortened);
  }

  /** Whether the server gave up loading the application. */
  boolean saysThatTheApplicationFailed() {
    return lines(serverLog, from).stream()
        .anyMatch(
            line ->
                line.contains("Exception while loading the app")
                    || line.contains("Exception while preparing the app")
                    || line.contains("Exception while invoking class"));
  }

  /** The text of a record: what follows its brackets, usually on the next line. */
  private static String message(List<String> lines, int record) {
    String line = lines.get(record);
    String rest = line.substring(line.lastIndexOf('[') + 1).strip();
    String text = rest.isEmpty() && record + 1 < lines.size() ? lines.get(record + 1) : rest;
    return shortened(text.strip().replaceAll("]]$", ""));
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }

  private static List<String> lines(Path file, long from) {
    try {
      byte[] all = Files.readAllBytes(file);
      // The file was rotated when it is shorter than it was.
      int start = all.length < from ? 0 : (int) from;
      return new String(all, start, all.length - start, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
