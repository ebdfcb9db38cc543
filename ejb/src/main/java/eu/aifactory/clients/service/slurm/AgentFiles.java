package eu.aifactory.clients.service.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A folder of the agent's files as the build packages it: its jar, the libraries and the scripts. A
 * cache that was prepared in it is no part of it, as it only fits where it was made.
 */
record AgentFiles(Path folder) {
  static final String JAR = "aif-client-agent.jar";
  static final String START_SCRIPT = "start_client.sh";

  private static final String CACHE = ".aot";
  private static final String UNPACKAGED = "development";
  private static final int HASH_BYTES = 6;

  /** As the jar has it. */
  String version() throws IOException {
    try (JarFile jar = new JarFile(folder.resolve(JAR).toFile())) {
      Manifest manifest = jar.getManifest();
      String version =
          manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
      return version == null ? UNPACKAGED : version.replaceAll("[^A-Za-z0-9.-]", "-");
    }
  }

  /** Of all names and contents: the same for the same files, wherever they are. */
  String hash() throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      for (Path file : relative()) {
        sink.write("%s\n%d\n".formatted(file, Files.size(folder.resolve(file))).getBytes());
        try (InputStream content = Files.newInputStream(folder.resolve(file))) {
          content.transferTo(sink);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  /** Copies them into an empty folder, to be read and run by anybody. */
  void copyTo(Path target) throws IOException {
    readable(target, true);
    for (Path file : relative()) {
      Path copy = target.resolve(file.toString());
      if (Files.notExists(copy.getParent())) {
        Files.createDirectories(copy.getParent());
        readable(copy.getParent(), true);
      }
      Files.copy(folder.resolve(file), copy);
      readable(copy, file.toString().endsWith(".sh"));
    }
  }

  /** Whether a folder has all of them, judged by names and sizes. */
  boolean areIn(Path other) throws IOException {
    for (Path file : relative()) {
      try {
        if (Files.size(other.resolve(file.toString())) != Files.size(folder.resolve(file))) {
          return false;
        }
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    return true;
  }

  private List<Path> relative() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(folder::relativize)
          .filter(file -> !file.getFileName().toString().contains(CACHE))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whatever the process's mask is: the job's user need not be the service's. */
  static void readable(Path path, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
