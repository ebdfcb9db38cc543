package eu.aifactory.clients.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * The client's image as the build makes it, and an Apptainer that runs it, both where jobs read
 * them.
 *
 * @param programs folder of {@code apptainer}
 */
record ClientImage(Path programs, Path file) {
  private static final Duration GET_LIMIT = Duration.ofMinutes(2);
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(4);
  private static final Duration TRY_LIMIT = Duration.ofSeconds(20);
  private static final Path ROOT = Path.of(System.getProperty("aif.root")).toAbsolutePath();

  /**
   * Builds the image unless there is one of the agent as it is now.
   *
   * @throws TestAbortedException saying why this machine runs no containers
   */
  static ClientImage forJobsOf(SlurmCluster cluster) {
    expectNamespaces(cluster.setting("AIF_SLURM_USER_NAME"));
    Path wanted = Path.of(System.getProperty("aif.system-folder")).toAbsolutePath().getParent();
    Path place = isOpenToAll(wanted) ? wanted : cluster.folder();
    Path programs = apptainer(wanted.normalize(), place.normalize());
    Path file = place.normalize().resolve("images/client_container.sif");
    if (!isOfNow(file)) {
      build(programs, file);
    }
    return new ClientImage(programs, file);
  }

  /** Apptainer without rights of its own needs them, and not every machine lets users have them. */
  private static void expectNamespaces(String user) {
    Output tried =
        Output.of(
            Map.of(),
            TRY_LIMIT,
            "setpriv",
            "--reuid",
            user,
            "--regid",
            user,
            "--clear-groups",
            "unshare",
            "-Ur",
            "true");
    if (tried.exit() != 0) {
      throw new TestAbortedException(
          "no containers on this machine, %s may have no user namespace: %s"
              .formatted(user, tried.error().strip()));
    }
  }

  private static Path apptainer(Path wanted, Path place) {
    if (Files.exists(wanted.resolve("apptainer/.complete"))) {
      // It cannot be moved, but it can be fetched again.
      return wanted.equals(place) ? wanted.resolve("apptainer/usr/bin") : fetched(place);
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(Path::of)
        .filter(folder -> Files.isExecutable(folder.resolve("apptainer")))
        .findFirst()
        .orElseThrow(
            () ->
                new TestAbortedException(
                    "no containers on this machine, there is no Apptainer:"
                        + " \"deploy/apptainer/get-apptainer ear/target/apptainer\" gets one"));
  }

  private static Path fetched(Path place) {
    Path folder = place.resolve("apptainer");
    Output output =
        Output.of(
            Map.of(),
            GET_LIMIT,
            ROOT.resolve("deploy/apptainer/get-apptainer").toString(),
            folder.toString());
    if (output.exit() != 0) {
      throw new TestAbortedException(
          "no containers on this machine, Apptainer cannot be put where jobs read it: "
              + output.error().strip());
    }
    return folder.resolve("usr/bin");
  }

  private static void build(Path programs, Path file) {
    Output.of(
            Map.of("AIF_IMAGES", "client", "PATH", programs + File.pathSeparator + "/usr/bin:/bin"),
            BUILD_LIMIT,
            ROOT.resolve("deploy/apptainer/build-images").toString(),
            file.getParent().toString())
        .expectSuccess();
  }

  private static boolean isOfNow(Path file) {
    try (Stream<Path> agent = Files.walk(ROOT.resolve("client-agent/target/agent"));
        Stream<Path> recipe = Files.list(ROOT.resolve("deploy/apptainer"))) {
      Optional<FileTime> newest =
          Stream.concat(agent, recipe)
              .filter(Files::isRegularFile)
              // A start cache of this machine's is not in the image.
              .filter(source -> !source.toString().endsWith(".aot"))
              .map(ClientImage::time)
              .max(Comparator.naturalOrder());
      return Files.exists(file) && time(file).compareTo(newest.orElseThrow()) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpenToAll(Path folder) {
    try {
      for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
        if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
