package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.cli.server.Keytool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TlsOptionTest {
  @TempDir Path folder;

  @Command(name = "try")
  static final class Tried {
    @Mixin TlsOption tls;
  }

  @Test
  void isOffUnlessAKeyStoreIsNamed() {
    TlsOption tls = given();
    tls.check();
    assertThat(tls.isOn()).isFalse();
    assertThat(tls.variables()).isEmpty();
  }

  @Test
  void namesTheFilesForTheServer() throws Exception {
    Path store = Keytool.keyStore(folder.resolve("k.p12"), "one");
    Path password = Files.writeString(folder.resolve("password"), "secret-1");
    TlsOption tls =
        given("--tls-keystore", store.toString(), "--tls-password-file", password.toString());

    tls.check();
    assertThat(tls.isOn()).isTrue();
    assertThat(tls.variables())
        .containsOnlyKeys("AIF_TLS_KEYSTORE", "AIF_TLS_PASSWORD_FILE")
        .containsEntry("AIF_TLS_KEYSTORE", store.toString());
    TlsOption badCa =
        given(
            "--tls-keystore",
            store.toString(),
            "--tls-password-file",
            password.toString(),
            "--tls-ca",
            password.toString());
    assertThatThrownBy(badCa::check)
        .hasMessageContaining("--tls-ca: %s holds no certificate in PEM.".formatted(password));
  }

  @Test
  void aPasswordWithoutAKeyStoreIsAMistake() {
    TlsOption tls = given("--tls-password-file", "/p");

    assertThatThrownBy(tls::check).hasMessageContaining("--tls-keystore");
  }

  private static TlsOption given(String... arguments) {
    Tried tried = new Tried();
    new CommandLine(tried).parseArgs(arguments);
    return tried.tls;
  }
}
