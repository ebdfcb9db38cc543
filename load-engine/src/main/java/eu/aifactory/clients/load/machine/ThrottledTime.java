package eu.aifactory.clients.load.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Time for which this process's control group, or one that it lies in, was kept from running
 * because it had used up its quota: {@code throttled_usec} of cgroup v2. Thread-safe.
 */
public final class ThrottledTime {
  private static final Path OWN_GROUPS = Path.of("/proc/self/cgroup");
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final String OF_V2 = "0::/";
  private static final String THROTTLED = "throttled_usec ";
  private static final double MICROS_PER_MILLI = 1e3;

  private final List<Path> stats = new ArrayList<>();

  public ThrottledTime() {
    this(OWN_GROUPS, GROUPS);
  }

  /**
   * @param ownGroups names the group of this process
   * @param root where the groups are mounted
   */
  ThrottledTime(Path ownGroups, Path root) {
    Path group = root.resolve(nameIn(ownGroups)).normalize();
    for (; group != null && group.startsWith(root); group = group.getParent()) {
      stats.add(group.resolve("cpu.stat"));
    }
  }

  private static String nameIn(Path ownGroups) {
    return lines(ownGroups).stream()
        .filter(line -> line.startsWith(OF_V2))
        .map(line -> line.substring(OF_V2.length()))
        .findFirst()
        .orElse("");
  }

  /**
   * Since the groups were made, milliseconds, summed over the groups and, as the kernel does, over
   * the processors on which each would have run; {@code null} where no group has a quota's count.
   */
  public Double millis() {
    return stats.stream()
        .map(ThrottledTime::micros)
        .flatMap(Optional::stream)
        .reduce(Long::sum)
        .map(micros -> micros / MICROS_PER_MILLI)
        .orElse(null);
  }

  private static Optional<Long> micros(Path stat) {
    try {
      return lines(stat).stream()
          .filter(line -> line.startsWith(THROTTLED))
          .map(line -> Long.valueOf(line.substring(THROTTLED.length()).strip()))
          .findFirst();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** None of a file that cannot be read: other systems have none. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
