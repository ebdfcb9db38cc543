package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** The service that starts its agents on a Slurm, and that Slurm. */
final class SlurmSystem implements AutoCloseable {
  static final Duration LONG = Duration.ofHours(2);

  /** For which the job of a submit whose answer was lost is looked for. */
  static final Duration QUARANTINE = Duration.ofSeconds(5);

  private static final String DEPLOYMENT = "slurm-it";

  /** A job may take Slurm's KillWait and some seconds to end. */
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  private final SlurmCluster cluster;
  private final SlurmGate gate;
  private final ServiceUnderTest service;

  private SlurmSystem(SlurmCluster cluster, SlurmGate gate, ServiceUnderTest service) {
    this.cluster = cluster;
    this.gate = gate;
    this.service = service;
  }

  /**
   * @throws org.opentest4j.TestAbortedException where this machine can have no Slurm
   */
  static SlurmSystem start() {
    SlurmCluster cluster = SlurmCluster.start();
    try {
      putToken(cluster, cluster.token(LONG));
      SlurmGate gate = new SlurmGate(cluster.setting("AIF_SLURM_URL"));
      return new SlurmSystem(
          cluster,
          gate,
          ServiceUnderTest.start(
              "on-slurm",
              "AIF_DISPATCHER",
              "slurm",
              "AIF_DEPLOYMENT",
              DEPLOYMENT,
              "AIF_SLURM_URL",
              gate.url(),
              "AIF_SLURM_USER_NAME",
              cluster.setting("AIF_SLURM_USER_NAME"),
              "AIF_SLURM_JWT_FILE",
              tokenFile(cluster).toString(),
              "AIF_SLURM_WORK_DIR",
              cluster.setting("AIF_SLURM_WORK_DIR"),
              "AIF_SLURM_STAGE_DIR",
              cluster.setting("AIF_SLURM_STAGE_DIR"),
              "AIF_SLURM_POLL_SECONDS",
              "1",
              "AIF_SUBMIT_QUARANTINE",
              QUARANTINE.toString()));
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  SlurmCluster cluster() {
    return cluster;
  }

  /** Through which the service speaks to slurmrestd. */
  SlurmGate gate() {
    return gate;
  }

  /** Ends slurmrestd as {@code kill -9} does. */
  void killSlurmrestd() {
    gate.shut();
    cluster.kill("slurmrestd");
  }

  void startSlurmrestd() {
    cluster.up();
    gate.open();
  }

  ServiceUnderTest service() {
    return service;
  }

  /** Where jobs find the agent's files. */
  Path stage() {
    return Path.of(cluster.setting("AIF_SLURM_STAGE_DIR"));
  }

  /** What the names of all jobs of this service begin with. */
  String prefix() {
    return "aif." + DEPLOYMENT + ".";
  }

  /** All that Slurm knows of a group's jobs. */
  List<SlurmJob> jobs(BenchmarkGroup group) {
    return cluster.jobs(prefix() + group.id() + ".");
  }

  List<SlurmJob> liveJobs(BenchmarkGroup group) {
    return cluster.liveJobs(prefix() + group.id() + ".");
  }

  /** Gives the service another token, as whoever renews it would. */
  void putToken(String token) {
    putToken(cluster, token);
  }

  private static void putToken(SlurmCluster cluster, String token) {
    Path file = tokenFile(cluster);
    Path fresh = file.resolveSibling("fresh.jwt");
    try {
      Files.writeString(fresh, token + "\n");
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path tokenFile(SlurmCluster cluster) {
    return cluster.folder().resolve("service.jwt");
  }

  /** Nothing of the service's is left on the cluster: neither jobs nor what ran in them. */
  void awaitNothingLeft() {
    Await.so(
        "the end of all jobs",
        END_LIMIT,
        () -> cluster.liveJobs(prefix()).isEmpty(),
        () -> cluster.liveJobs(prefix()).toString());
    Await.so(
        "the end of what ran in jobs",
        END_LIMIT,
        () -> cluster.jobProcesses().isEmpty(),
        () -> cluster.jobProcesses().stream().map(ProcessHandle::info).toList().toString());
  }

  /** What the service, Slurm and the jobs have written has no token in it. */
  void expectNoTokenWritten() {
    Tokens.expectNone(service.logs());
    Tokens.expectNone(cluster.folder().resolve("log"));
    // Empty where no job has run yet: tests run in any order.
    Tokens.expectNoneYet(Path.of(cluster.setting("AIF_SLURM_WORK_DIR")));
  }

  @Override
  public void close() {
    try {
      service.close();
      gate.close();
    } finally {
      cluster.close();
    }
  }
}
