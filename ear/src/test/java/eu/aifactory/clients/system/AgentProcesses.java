package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds agents among the processes of this machine. */
final class AgentProcesses {
  private AgentProcesses() {}

  /** Processes, agents or the scripts that watch them, whose working folder is below this one. */
  static List<ProcessHandle> workingIn(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> workingFolder(process.pid()).filter(at -> at.startsWith(folder)).isPresent())
        .toList();
  }

  /** The agents alone: the virtual machines. */
  static List<ProcessHandle> agentsIn(Path folder) {
    return workingIn(folder).stream()
        .filter(process -> commandLine(process.pid()).contains("aif-client-agent.jar"))
        .toList();
  }

  /** Lets a process stand still, go on, or end, by the signal's name. */
  static void signal(String name, long pid) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
          .isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static Optional<Path> workingFolder(long pid) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")));
    } catch (IOException e) {
      // It has ended, or is somebody else's.
      return Optional.empty();
    }
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
