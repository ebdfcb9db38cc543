package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jobs that the service's local dispatcher started and that outlive it on purpose: a service that
 * died finds them again. Whoever stops the service for good ends them by this.
 *
 * <p>The folder of a job is the dispatcher's: {@code pid} holds the number and start time of its
 * process group's first process, {@code exit} is there when it has ended, {@code cancel} says that
 * its end was wanted.
 */
public final class LocalJobs {
  private static final long LOOK_MILLIS = 100;

  private final Path folder;

  /**
   * @param data folder of the service
   */
  public LocalJobs(Path data) {
    this.folder = data.resolve("jobs");
  }

  /**
   * Ends every job that runs: SIGTERM first, so that agents deliver what they have, SIGKILL after
   * {@code patience}.
   *
   * @return how many there were
   * @throws InterruptedException when the caller gave up; some may still run
   */
  public int end(Duration patience) throws IOException, InterruptedException {
    List<Job> running = running();
    for (Job job : running) {
      Files.writeString(job.folder().resolve("cancel"), Long.toString(System.currentTimeMillis()));
      signal("TERM", job.process());
    }
    long limit = System.nanoTime() + patience.toNanos();
    while (running.stream().anyMatch(Job::isAlive) && System.nanoTime() < limit) {
      Thread.sleep(LOOK_MILLIS);
    }
    for (Job job : running) {
      if (job.isAlive()) {
        signal("KILL", job.process());
      }
    }
    return running.size();
  }

  private List<Job> running() throws IOException {
    try (Stream<Path> jobs = Files.list(folder)) {
      return jobs.flatMap(job -> process(job).map(found -> new Job(job, found)).stream()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static Optional<ProcessHandle> process(Path job) {
    try {
      if (Files.exists(job.resolve("exit"))) {
        return Optional.empty();
      }
      String[] pid = Files.readString(job.resolve("pid")).strip().split(" ");
      String stat = Files.readString(Path.of("/proc", pid[0], "stat"));
      String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
      // Else another process has got the number since.
      return started.equals(pid[1])
          ? ProcessHandle.of(Long.parseLong(pid[0])).filter(ProcessHandle::isAlive)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void signal(String signal, ProcessHandle leader)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", signal, "--", "-" + leader.pid()).start().waitFor();
  }

  private record Job(Path folder, ProcessHandle process) {
    boolean isAlive() {
      return process.isAlive() && !Files.exists(folder.resolve("exit"));
    }
  }
}
