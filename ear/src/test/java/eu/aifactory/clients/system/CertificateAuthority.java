package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An authority of a test's own, and a key of a server with a certificate of it; by keytool. */
final class CertificateAuthority {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PASSWORD = "a secret of the test";

  private final Path folder;

  CertificateAuthority(Path folder) {
    this.folder = folder;
    keytool(
        "ca.p12",
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "EC",
        "-dname",
        "CN=CA of a test",
        "-ext",
        "bc:c");
    keytool("ca.p12", "-exportcert", "-alias", "ca", "-rfc", "-file", file("ca.pem").toString());
  }

  /** The authority's certificate. */
  Path certificate() {
    return file("ca.pem");
  }

  /** A PKCS12 file with the key of a server that is called by these names. */
  Path keyStoreOf(String names) {
    keytool("server.p12", "-genkeypair", "-alias", "web", "-keyalg", "EC", "-dname", "CN=service");
    keytool("server.p12", "-certreq", "-alias", "web", "-file", file("web.csr").toString());
    keytool(
        "ca.p12",
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-infile",
        file("web.csr").toString(),
        "-outfile",
        file("web.pem").toString(),
        "-ext",
        "san=" + names);
    keytool(
        "server.p12",
        "-importcert",
        "-noprompt",
        "-alias",
        "ca",
        "-file",
        certificate().toString());
    keytool("server.p12", "-importcert", "-alias", "web", "-file", file("web.pem").toString());
    return file("server.p12");
  }

  /** A file with the password of the key store. */
  Path password() {
    try {
      return Files.writeString(file("password"), PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void keytool(String store, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore", file(store).toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Output.of(Map.of(), LIMIT, command.toArray(String[]::new)).expectSuccess();
  }
}
