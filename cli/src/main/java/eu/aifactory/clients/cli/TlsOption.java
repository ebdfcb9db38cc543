package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.ServerException;
import eu.aifactory.clients.cli.server.ServerKey;
import eu.aifactory.clients.protocol.TrustedCertificates;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that have the service speak HTTPS. */
final class TlsOption {
  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      defaultValue = "${env:AIF_TLS_KEYSTORE}",
      description = {
        "HTTPS in place of HTTP, with the key and certificate in this PKCS12 file",
        "(default: AIF_TLS_KEYSTORE)."
      })
  private Path keyStore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      defaultValue = "${env:AIF_TLS_PASSWORD_FILE}",
      description = "Its first line is the key store's password (default: AIF_TLS_PASSWORD_FILE).")
  private Path passwordFile;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      defaultValue = "${env:AIF_TLS_CA}",
      description = {
        "Certificates in PEM by which agents know the service, readable on their nodes (default:",
        "AIF_TLS_CA, else those of the JDK)."
      })
  private Path authorities;

  boolean isOn() {
    return keyStore != null;
  }

  /**
   * @throws CommandFailure saying what is wrong with the files
   */
  void check() {
    if (keyStore == null) {
      if (passwordFile != null) {
        throw CommandFailure.wrong(
            "--tls-password-file %s is the password of no key store: name it with --tls-keystore."
                .formatted(passwordFile));
      }
      return;
    }
    try {
      ServerKey.read(variables()).orElseThrow();
      if (authorities != null) {
        TrustedCertificates.read(authorities);
      }
    } catch (ServerException e) {
      throw CommandFailure.wrong(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrong("--tls-ca: " + e.getMessage() + ".");
    }
  }

  /** As the server's settings have it. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    put(variables, ServerKey.KEY_STORE, keyStore);
    put(variables, ServerKey.PASSWORD_FILE, passwordFile);
    put(variables, ServerKey.AUTHORITIES, authorities);
    return variables;
  }

  private static void put(Map<String, String> variables, String name, Path file) {
    if (file != null) {
      variables.put(name, file.toAbsolutePath().normalize().toString());
    }
  }
}
