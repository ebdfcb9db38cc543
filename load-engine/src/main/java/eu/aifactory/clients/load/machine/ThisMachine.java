package eu.aifactory.clients.load.machine;

import com.sun.management.OperatingSystemMXBean;
import eu.aifactory.clients.protocol.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process runs on. */
public final class ThisMachine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final long BYTES_PER_MIB = 1 << 20;

  private ThisMachine() {}

  /** Reads it anew. */
  public static Machine read() {
    return new Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        processor(PROCESSORS),
        Runtime.getRuntime().availableProcessors(),
        memoryMb(),
        Runtime.version().toString());
  }

  private static Long memoryMb() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
        ? (Long) (bean.getTotalMemorySize() / BYTES_PER_MIB)
        : null;
  }

  /** Of the first processor; {@code null} where the system does not tell, as on some ARM. */
  static String processor(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name") && line.indexOf(':') > 0)
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
