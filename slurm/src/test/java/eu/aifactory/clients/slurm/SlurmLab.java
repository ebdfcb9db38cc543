package eu.aifactory.clients.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The real Slurm that the environment names, for tests that need one: {@code AIF_TEST_SLURM_DIR},
 * with the commands and {@code token USER SECONDS} in its {@code bin}, and {@code
 * AIF_TEST_SLURM_URL}, its slurmrestd; {@code AIF_TEST_SLURM_FOLDER} where its nodes see other
 * files than this machine's temporary ones. Without the first two such tests are skipped and say
 * so.
 */
final class SlurmLab {
  static final String USER =
      Optional.ofNullable(System.getenv("AIF_TEST_SLURM_USER")).orElse("hpcuser");
  private static final Queue<Path> FOLDERS = new ConcurrentLinkedQueue<>();
  private static final AtomicBoolean SAID = new AtomicBoolean();
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private SlurmLab() {}

  static Path commands() {
    return Path.of(variable("AIF_TEST_SLURM_DIR")).resolve("bin");
  }

  static URI url() {
    return URI.create(variable("AIF_TEST_SLURM_URL"));
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    String reason = "%s is not set: no test against a real Slurm".formatted(name);
    if (value == null && !SAID.getAndSet(true)) {
      System.getLogger(SlurmLab.class.getName()).log(System.Logger.Level.WARNING, reason);
    }
    Assumptions.assumeTrue(value != null, reason);
    return value;
  }

  static SlurmToken token(Duration lifespan) {
    return SlurmToken.of(run("token", USER, Long.toString(lifespan.toSeconds())));
  }

  /** What Slurm's own scontrol says of a job. */
  static String shown(long jobId) {
    return run("scontrol", "show", "job", Long.toString(jobId));
  }

  private static String run(String program, String... arguments) {
    try {
      return new SlurmCommand(
              commands().resolve(program).toString(),
              List.of(arguments),
              Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"),
              WITHIN,
              1024 * 1024)
          .run("")
          .text();
    } catch (NoAnswerException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The commands as that user runs them: a test that runs as root must not submit as root.
   *
   * @param folder to put them in
   */
  static Path commandsAsUser(Path folder) {
    Path commands = commands();
    if (!"root".equals(System.getProperty("user.name"))) {
      return commands;
    }
    for (String name : List.of("sbatch", "squeue", "sinfo", "scancel")) {
      String script =
          "#!/bin/sh\nexec /usr/bin/setpriv --reuid=%s --regid=%s --clear-groups %s \"$@\"\n"
              .formatted(USER, USER, commands.resolve(name));
      write(folder.resolve(name), script, "rwxr-xr-x");
    }
    return folder;
  }

  /** A folder that the jobs of any user can write to, until {@link #removeFolders}. */
  static Path openFolder() {
    try {
      String shared = System.getenv("AIF_TEST_SLURM_FOLDER");
      Path folder =
          shared == null
              ? Files.createTempDirectory("aif-slurm-test-")
              : Files.createTempDirectory(Path.of(shared), "aif-slurm-test-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      FOLDERS.add(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void removeFolders() {
    for (Path folder = FOLDERS.poll(); folder != null; folder = FOLDERS.poll()) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void write(Path file, String text, String permissions) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at a job until it is as wanted. */
  static SlurmJobInfo await(SlurmClient client, long jobId, Predicate<SlurmJobInfo> wanted)
      throws SlurmUnavailableException, InterruptedException {
    Instant deadline = Instant.now().plus(WITHIN);
    Optional<SlurmJobInfo> seen = client.job(jobId);
    while (seen.filter(wanted).isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        return Assertions.fail("job %d is still %s".formatted(jobId, seen));
      }
      Thread.sleep(Duration.ofMillis(100));
      seen = client.job(jobId);
    }
    return seen.get();
  }
}
