package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

/**
 * What a domain has been given already, by the content of the files, so that a restart repeats
 * nothing and a changed file is noticed.
 */
final class Applied {
  private final Path file;
  private final Properties digests = new Properties();

  private Applied(Path file) {
    this.file = file;
  }

  static Applied read(Path file) throws IOException {
    Applied applied = new Applied(file);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        applied.digests.load(reader);
      }
    }
    return applied;
  }

  boolean has(String what, String digest) {
    return digest.equals(digests.getProperty(what));
  }

  boolean isEmpty() {
    return digests.isEmpty();
  }

  void add(String what, String digest) throws IOException {
    digests.setProperty(what, digest);
    Path growing = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(growing)) {
      digests.store(writer, "What this domain has been given");
    }
    Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static String digest(Path content) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream input = new DigestInputStream(Files.newInputStream(content), digest)) {
        input.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
