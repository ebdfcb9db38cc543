package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {
  @TempDir Path folder;
  private Path password;

  @BeforeEach
  void writePassword() throws Exception {
    password = Files.writeString(folder.resolve("password"), "secret-1\n");
  }

  @Test
  void isWrittenAsPayaraReadsItAndForItsOwnerAlone() throws Exception {
    Path given = Keytool.keyStore(folder.resolve("given.p12"), "any-name");
    Path written = folder.resolve("keystore.p12");

    ServerKey.read(variables(given, password)).orElseThrow().writeTo(written);

    KeyStore store = KeyStore.getInstance(written.toFile(), "changeit".toCharArray());
    assertThat(store.isKeyEntry("s1as")).isTrue();
    assertThat(store.getKey("s1as", "changeit".toCharArray())).isNotNull();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
        .isEqualTo("rw-------");
  }

  @Test
  void isNoneWhereNoneIsNamed() {
    assertThat(ServerKey.read(Map.of())).isEmpty();
  }

  @Test
  void refusesWhatCannotBeUsedWithASentence() throws Exception {
    Path given = Keytool.keyStore(folder.resolve("given.p12"), "one");
    Path wrong = Files.writeString(folder.resolve("wrong"), "secret-2\n");
    Path text = Files.writeString(folder.resolve("text"), "no key store");

    refuses(given, wrong, "the key store %s does not open with the password in %s.", given, wrong);
    refuses(
        given,
        null,
        "the key store %s needs a password: name a file with it as --tls-password-file.",
        given);
    refuses(folder.resolve("none"), password, "there is no key store %s.", folder.resolve("none"));
    refuses(
        given,
        folder.resolve("none"),
        "the password file %s cannot be read.",
        folder.resolve("none"));
    assertThatThrownBy(() -> ServerKey.read(variables(text, password)))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(text + " is no key store in PKCS12: ");
  }

  @Test
  void refusesSeveralKeysAndNone() throws Exception {
    Path two = Keytool.keyStore(folder.resolve("two.p12"), "one");
    Keytool.keyStore(two, "two");
    refuses(two, password, "the key store %s has 2 keys, and has to have one.", two);

    Keytool.run(two, List.of("-delete", "-alias", "one"));
    ServerKey.read(variables(two, password));
    Keytool.run(two, List.of("-delete", "-alias", "two"));
    refuses(two, password, "the key store %s has 0 keys, and has to have one.", two);
  }

  @Test
  void refusesACertificateThatIsOver() throws Exception {
    Path old =
        Keytool.keyStore(folder.resolve("old.p12"), "old", "-startdate", "-10d", "-validity", "2");

    assertThatThrownBy(() -> ServerKey.read(variables(old, password)))
        .isInstanceOf(ServerException.class)
        .hasMessageMatching("the certificate in .*old.p12 is valid from .* to .*, and not now\\.");
  }

  private static void refuses(Path store, Path password, String sentence, Object... values) {
    assertThatThrownBy(() -> ServerKey.read(variables(store, password)))
        .isInstanceOf(ServerException.class)
        .hasMessage(sentence.formatted(values));
  }

  private static Map<String, String> variables(Path store, Path password) {
    return password == null
        ? Map.of(ServerKey.KEY_STORE, store.toString())
        : Map.of(
            ServerKey.KEY_STORE, store.toString(), ServerKey.PASSWORD_FILE, password.toString());
  }
}
