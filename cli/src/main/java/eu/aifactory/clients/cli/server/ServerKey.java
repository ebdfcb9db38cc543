package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The key and the certificate with which a server speaks TLS, out of a PKCS12 file. */
public final class ServerKey {
  /** The variables that name the files. */
  public static final String KEY_STORE = "AIF_TLS_KEYSTORE";

  public static final String PASSWORD_FILE = "AIF_TLS_PASSWORD_FILE";
  public static final String AUTHORITIES = "AIF_TLS_CA";

  /** The name by which Payara's listeners know their key. */
  private static final String ALIAS = "s1as";

  /**
   * The password that every Payara knows: the file is for its owner alone, and that protects it.
   */
  private static final char[] KNOWN = "changeit".toCharArray();

  private final Key key;
  private final X509Certificate[] chain;

  private ServerKey(Key key, X509Certificate[] chain) {
    this.key = key;
    this.chain = chain.clone();
  }

  /**
   * The key that the variables name; empty when they name none.
   *
   * @throws ServerException with a sentence, when the server could not use it
   */
  public static Optional<ServerKey> read(Map<String, String> variables) {
    return Optional.ofNullable(variables.get(KEY_STORE))
        .map(file -> of(Path.of(file), Optional.ofNullable(variables.get(PASSWORD_FILE))));
  }

  private static ServerKey of(Path file, Optional<String> passwordFile) {
    char[] password = passwordFile.map(Path::of).map(ServerKey::password).orElse(new char[0]);
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return only(file, store, password);
    } catch (NoSuchFileException e) {
      throw new ServerException("there is no key store %s.".formatted(file), e);
    } catch (IOException e) {
      throw new ServerException(refusal(file, passwordFile, e), e);
    } catch (GeneralSecurityException e) {
      throw new ServerException(
          "the key store %s cannot be used: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static String refusal(Path file, Optional<String> passwordFile, IOException e) {
    if (e.getCause() instanceof UnrecoverableKeyException) {
      return passwordFile
          .map(of -> "the key store %s does not open with the password in %s.".formatted(file, of))
          .orElse(
              "the key store %s needs a password: name a file with it as --tls-password-file."
                  .formatted(file));
    }
    return "%s is no key store in PKCS12: %s.".formatted(file, e.getMessage());
  }

  private static ServerKey only(Path file, KeyStore store, char[] password)
      throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      throw new ServerException(
          "the key store %s has %d keys, and has to have one.".formatted(file, keys.size()));
    }
    Key key = store.getKey(keys.getFirst(), password);
    X509Certificate[] chain =
        List.of(store.getCertificateChain(keys.getFirst())).toArray(X509Certificate[]::new);
    try {
      chain[0].checkValidity();
    } catch (CertificateException e) {
      throw new ServerException(
          "the certificate in %s is valid from %s to %s, and not now."
              .formatted(file, chain[0].getNotBefore(), chain[0].getNotAfter()),
          e);
    }
    return new ServerKey(key, chain);
  }

  private static char[] password(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("").toCharArray();
    } catch (IOException | RuntimeException e) {
      throw new ServerException("the password file %s cannot be read.".formatted(file), e);
    }
  }

  /** Writes it as Payara reads it, for the file's owner alone. */
  void writeTo(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(fresh)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, key, KNOWN, chain);
      store.store(out, KNOWN);
    } catch (GeneralSecurityException e) {
      throw new IOException("the key cannot be written: " + e.getMessage(), e);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Knows the server by this very certificate, whatever name it is called by. */
  SSLContext pinned() {
    return Tls.context(new PinnedCertificate(chain[0]));
  }
}
