package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's keytool, for key stores that tests need. */
public final class Keytool {
  private static final String PASSWORD = "secret-1";

  private Keytool() {}

  /** A PKCS12 file with a key and its self-signed certificate, and the password secret-1. */
  public static Path keyStore(Path file, String alias, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
    arguments.addAll(List.of(options));
    return run(file, arguments);
  }

  /** The same file with a certificate alone. */
  public static Path run(Path file, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(
        List.of("-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return file;
  }
}
