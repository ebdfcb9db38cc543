package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * The password of Payara's user admin, made at the first start: the domain that Payara ships has
 * none, and whoever has a process on the host could change the server. Kept where its owner alone
 * can read it, in the form that {@code asadmin --passwordfile} takes.
 */
public final class AdminPassword {
  public static final String USER = "admin";

  private static final String KEY = "AS_ADMIN_PASSWORD=";
  private static final int BYTES = 18;
  private static final int SALT_BYTES = 8;

  /** How often Payara hashes. */
  private static final int ROUNDS = 100;

  private final SecureRandom random = new SecureRandom();
  private final Path file;

  /**
   * @param data the service's data folder
   */
  public AdminPassword(Path data) {
    file = data.resolve("keys").resolve("admin-password");
  }

  /**
   * Makes the password unless there is one, and lets the domain know it, which may be a new one.
   *
   * @param config the domain's folder of that name
   */
  void giveTo(Path config) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      write(file, KEY + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    write(config.resolve("admin-keyfile"), keyLine(value(), salt) + "\n");
  }

  /**
   * @throws ServerException when this process may not read it
   */
  public String value() {
    try {
      String line = Files.readString(file).strip();
      if (!line.startsWith(KEY)) {
        throw new ServerException("%s does not begin with %s.".formatted(file, KEY));
      }
      return line.substring(KEY.length());
    } catch (IOException e) {
      throw new ServerException("%s cannot be read: %s.".formatted(file, e), e);
    }
  }

  /** A line of Payara's admin-keyfile. */
  static String keyLine(String password, byte[] salt) {
    byte[] hash = hash(password, salt);
    byte[] both = Arrays.copyOf(hash, hash.length + salt.length);
    System.arraycopy(salt, 0, both, hash.length, salt.length);
    return "%s;{SSHA256}%s;asadmin".formatted(USER, Base64.getEncoder().encodeToString(both));
  }

  private static byte[] hash(String password, byte[] salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(password.getBytes(StandardCharsets.UTF_8));
      byte[] hash = digest.digest(salt);
      for (int round = 1; round < ROUNDS; round++) {
        hash = digest.digest(hash);
      }
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(Path target, String text) throws IOException {
    Path fresh =
        Files.createTempFile(
            target.getParent(),
            target.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
