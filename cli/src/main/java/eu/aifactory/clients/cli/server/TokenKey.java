package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * The key pair by which a service knows the tokens that were issued for it where there is no other
 * issuer. Who may read the private key may do everything; nobody but the owner of the folder may.
 */
public final class TokenKey {
  private static final int BITS = 3072;
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER_OF_OWNER =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;

  /**
   * @param folder of the two files, made when there is none
   */
  TokenKey(Path folder) {
    this.folder = folder;
  }

  /** The key of a service with this data folder; several instances may share one by AIF_KEY_DIR. */
  public static TokenKey of(Path data) {
    return of(data, Map.of());
  }

  /**
   * @param environment of the service, on top of this process's own
   */
  public static TokenKey of(Path data, Map<String, String> environment) {
    String shared = environment.getOrDefault("AIF_KEY_DIR", System.getenv("AIF_KEY_DIR"));
    return new TokenKey(shared == null ? data.resolve("keys") : Path.of(shared));
  }

  Path privateFile() {
    return folder.resolve("token-private.pem");
  }

  Path publicFile() {
    return folder.resolve("token-public.pem");
  }

  /** Makes the pair unless it is there. Two processes at once get the same. */
  void ensure() throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_OF_OWNER));
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(publicFile())) {
        make();
      }
    }
    requirePrivate();
  }

  private void make() throws IOException {
    KeyPair pair = generate();
    // The private key first: where the public one is, there is a pair.
    Path fresh = Files.createTempFile(folder, "token-private", ".new", ownerAlone());
    try {
      Files.writeString(fresh, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Files.move(fresh, privateFile(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    Path shown = folder.resolve("token-public.pem.new");
    Files.writeString(shown, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    Files.move(shown, publicFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether this process may issue tokens with it. */
  public boolean isReadable() {
    return Files.isReadable(privateFile());
  }

  /**
   * @throws ServerException when it is not there, or is not this user's to read
   */
  PrivateKey privateKey() {
    try {
      String text = Files.readString(privateFile());
      byte[] encoded = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (NoSuchFileException e) {
      throw new ServerException(
          "there is no %s yet: the first \"aif up\" makes it.".formatted(privateFile()), e);
    } catch (AccessDeniedException e) {
      throw new ServerException(
          "%s is not yours to read: ask its owner for a token.".formatted(privateFile()), e);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ServerException(
          "%s holds no private key: move both files away and start the service anew."
              .formatted(privateFile()),
          e);
    }
  }

  private void requirePrivate() throws IOException {
    if (Files.exists(privateFile())
        && !Files.getPosixFilePermissions(privateFile()).equals(OWNER_ALONE)) {
      throw new ServerException(
          "%s can be read by others: whoever reads it can issue tokens. Make a new pair by removing both files, or chmod 600 it."
              .formatted(privateFile()));
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> ownerAlone() {
    return PosixFilePermissions.asFileAttribute(OWNER_ALONE);
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  private static String pem(String what, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, body, what)
        .replace(System.lineSeparator(), "\n");
  }
}
