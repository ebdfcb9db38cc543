package eu.aifactory.clients.load.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Time for which processors of a virtual machine had work and its host ran something else: the
 * steal column of {@code /proc/stat}. Thread-safe.
 */
public final class StolenTime {
  private static final Path STAT = Path.of("/proc/stat");

  /** The kernel tells ticks of USER_HZ, which is 100 on all architectures that Java runs on. */
  private static final double MILLIS_PER_TICK = 10;

  private static final int STEAL_COLUMN = 8;

  private final Path stat;

  public StolenTime() {
    this(STAT);
  }

  StolenTime(Path stat) {
    this.stat = stat;
  }

  /**
   * Since the machine was started, milliseconds of one processor on average; {@code null} where the
   * kernel does not tell.
   */
  public Double millis() {
    try {
      List<String> processors =
          Files.readAllLines(stat).stream().filter(line -> line.startsWith("cpu")).toList();
      // The first line is the sum of those of the processors.
      int count = processors.size() - 1;
      String[] columns = processors.isEmpty() ? new String[0] : processors.getFirst().split(" +");
      return count < 1 || columns.length <= STEAL_COLUMN
          ? null
          : (Double) (Long.parseLong(columns[STEAL_COLUMN]) * MILLIS_PER_TICK / count);
    } catch (IOException | NumberFormatException e) {
      // No Linux, or none that lets us see it: not known.
      return null;
    }
  }
}
