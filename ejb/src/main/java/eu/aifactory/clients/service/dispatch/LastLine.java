package eu.aifactory.clients.service.dispatch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The last words in a file, which may be large, or grow, or hold anything. */
public final class LastLine {
  private static final int MOST_BYTES = 4096;
  private static final int MOST_CHARACTERS = 500;

  private LastLine() {}

  /** The last line that says something, cut to 500 characters; empty without one. */
  public static Optional<String> of(Path path) {
    return of(path, line -> true);
  }

  /**
   * The same of lines that count.
   *
   * @param counts for lines without blanks at their ends
   */
  public static Optional<String> of(Path path, Predicate<String> counts) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long start = Math.max(0, file.length() - MOST_BYTES);
      byte[] end = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(end);
      return new String(end, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("\\p{Cntrl}", "").strip())
          .filter(line -> !line.isEmpty() && counts.test(line))
          .reduce((earlier, later) -> later)
          .map(line -> line.substring(0, Math.min(MOST_CHARACTERS, line.length())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
