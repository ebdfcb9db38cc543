package eu.aifactory.clients.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds what runs in Slurm's jobs among the processes of this machine: Slurm gives each the path of
 * its configuration and the job's number.
 */
final class JobProcesses {
  private JobProcesses() {}

  /** Those of the cluster that has this configuration. */
  static List<ProcessHandle> of(Path slurmConf) {
    return ProcessHandle.allProcesses()
        .filter(process -> isOf(process.pid(), "SLURM_CONF=" + slurmConf))
        .toList();
  }

  /** Whether there is such a process, and not just a number that nobody has collected. */
  static boolean runs(long pid) {
    String stat = read(pid, "stat");
    return !stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
  }

  private static boolean isOf(long pid, String configuration) {
    List<String> variables = List.of(read(pid, "environ").split("\0"));
    return variables.contains(configuration)
        && variables.stream().anyMatch(variable -> variable.startsWith("SLURM_JOB_ID="));
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has ended.
      return "";
    }
  }
}
