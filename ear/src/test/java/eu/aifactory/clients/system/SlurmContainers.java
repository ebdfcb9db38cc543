package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service whose jobs run agents in containers: another deployment on the cluster that the other
 * tests use.
 */
final class SlurmContainers implements AutoCloseable {
  private static final String DEPLOYMENT = "containers-it";
  private static final String JAVA_OF_THE_IMAGE = "/opt/java/openjdk/bin/java";

  /** Where jobs keep what is temporary, unless their site says otherwise. */
  private static final Path TEMPORARY = Path.of("/tmp");

  private final SlurmCluster cluster;
  private final ClientImage image;
  private final ServiceUnderTest service;

  private SlurmContainers(SlurmCluster cluster, ClientImage image, ServiceUnderTest service) {
    this.cluster = cluster;
    this.image = image;
    this.service = service;
  }

  /**
   * @throws org.opentest4j.TestAbortedException where this machine runs no containers
   */
  static SlurmContainers on(SlurmCluster cluster) {
    ClientImage image = ClientImage.forJobsOf(cluster);
    return new SlurmContainers(
        cluster,
        image,
        ServiceUnderTest.start(
            "in-containers",
            "AIF_DISPATCHER",
            "slurm",
            "AIF_DEPLOYMENT",
            DEPLOYMENT,
            "AIF_SLURM_URL",
            cluster.setting("AIF_SLURM_URL"),
            "AIF_SLURM_USER_NAME",
            cluster.setting("AIF_SLURM_USER_NAME"),
            "AIF_SLURM_JWT_COMMAND",
            cluster.setting("AIF_SLURM_JWT_COMMAND"),
            "AIF_SLURM_WORK_DIR",
            cluster.setting("AIF_SLURM_WORK_DIR"),
            "AIF_SLURM_STAGE_DIR",
            cluster.setting("AIF_SLURM_STAGE_DIR"),
            "AIF_SLURM_POLL_SECONDS",
            "1",
            "AIF_CONTAINER",
            "true",
            "AIF_CLIENT_IMAGE",
            image.file().toString(),
            "AIF_SLURM_PATH",
            image.programs() + ":/usr/local/bin:/usr/bin:/bin"));
  }

  ServiceUnderTest service() {
    return service;
  }

  Path image() {
    return image.file();
  }

  /** All that Slurm knows of a group's jobs. */
  List<SlurmJob> jobs(BenchmarkGroup group) {
    return cluster.jobs("aif.%s.%d.".formatted(DEPLOYMENT, group.id()));
  }

  /** The one job of a group. */
  SlurmJob job(BenchmarkGroup group) {
    List<SlurmJob> jobs = jobs(group);
    if (jobs.size() != 1) {
      throw new AssertionError("one job was expected: " + jobs + group.story());
    }
    return jobs.getFirst();
  }

  /** Its folder in the work folder, which the job itself removes. */
  Path folder(SlurmJob job) {
    return Path.of(cluster.setting("AIF_SLURM_WORK_DIR"), "job-" + job.id());
  }

  /**
   * Processes, inside containers and around them, that were started for this group. A container
   * hides what {@link SlurmCluster#jobProcesses} goes by, so these are known by their command line.
   */
  List<ProcessHandle> processes(BenchmarkGroup group) {
    String words = " %s %d ".formatted(service.url(), group.id());
    return ProcessHandle.allProcesses()
        .filter(process -> (commandLine(process) + " ").contains(words))
        .toList();
  }

  /** The agents alone, as far as they run from the image. */
  List<ProcessHandle> agentsInContainers(BenchmarkGroup group) {
    return processes(group).stream()
        .filter(process -> process.info().command().orElse("").equals(JAVA_OF_THE_IMAGE))
        .toList();
  }

  /** The folders with extracted images that belong to jobs that run now. */
  List<Path> extractedImages() {
    List<Path> found = new ArrayList<>();
    for (ProcessHandle process : cluster.jobProcesses()) {
      String folders = "aif-agent-*-%d.*".formatted(process.pid());
      try (DirectoryStream<Path> mine = Files.newDirectoryStream(TEMPORARY, folders)) {
        mine.forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException e) {
      // It has ended.
      return "";
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
