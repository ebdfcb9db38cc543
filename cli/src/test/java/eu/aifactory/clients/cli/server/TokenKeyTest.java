package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeyTest {
  @TempDir Path folder;

  @Test
  void nobodyElseMayReadWhatIssuesTokens() throws Exception {
    TokenKey key = new TokenKey(folder.resolve("keys"));
    key.ensure();

    assertThat(permissions(key.privateFile())).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("keys"))).isEqualTo("rwx------");
    assertThat(Files.readString(key.publicFile())).contains("BEGIN PUBLIC KEY");
  }

  @Test
  void isMadeOnceWhoeverAsksAtTheSameTime() throws Exception {
    CompletableFuture<?>[] asking = new CompletableFuture<?>[4];
    for (int i = 0; i < asking.length; i++) {
      Path link = Files.createSymbolicLink(folder.resolve("link" + i), folder);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Ensuring.class.getName(),
                  link.resolve("keys").toString())
              .inheritIO()
              .start();
      asking[i] = process.onExit();
    }
    CompletableFuture.allOf(asking).join();

    TokenKey key = new TokenKey(folder.resolve("keys"));
    String token =
        new TokenIssuer(key, Clock.systemUTC()).issue("anna", "viewer", Duration.ofHours(1));
    assertThat(isSignedFor(key.publicFile(), token)).isTrue();
  }

  /** Another process that starts a service with the same keys. */
  static final class Ensuring {
    private Ensuring() {}

    public static void main(String[] folder) throws Exception {
      new TokenKey(Path.of(folder[0])).ensure();
    }
  }

  @Test
  void isNotUsedWhenOthersCanReadIt() throws Exception {
    TokenKey key = new TokenKey(folder);
    key.ensure();
    Files.setPosixFilePermissions(key.privateFile(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(key::ensure)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(key.privateFile().toString())
        .hasMessageContaining("chmod 600");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    TokenKey key = new TokenKey(folder);
    assertThat(key.isReadable()).isFalse();
    assertThatThrownBy(key::privateKey).hasMessageContaining("aif up");

    Files.writeString(key.privateFile(), "nonsense");
    assertThatThrownBy(key::privateKey).hasMessageContaining("holds no private key");
  }

  @Test
  void issuesTokensThatSayWhoWhatAndUntilWhen() throws Exception {
    TokenKey key = new TokenKey(folder);
    key.ensure();
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);

    String token = new TokenIssuer(key, clock).issue("anna", "operator", Duration.ofMinutes(10));

    assertThat(isSignedFor(key.publicFile(), token)).isTrue();
    JsonObject claims = claims(token);
    assertThat(claims.getString("iss")).isEqualTo("urn:aif");
    assertThat(claims.getString("aud")).isEqualTo("aif");
    assertThat(claims.getString("upn")).isEqualTo("anna");
    assertThat(claims.getJsonArray("groups").getString(0)).isEqualTo("operator");
    assertThat(claims.getInt("iat")).isEqualTo(1_000);
    assertThat(claims.getInt("exp")).isEqualTo(1_600);
  }

  private static JsonObject claims(String token) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return Json.createReader(new StringReader(new String(json, StandardCharsets.UTF_8)))
        .readObject();
  }

  private static boolean isSignedFor(Path publicFile, String token) throws Exception {
    String pem = Files.readString(publicFile).replaceAll("-----[A-Z ]+-----", "");
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(key);
    int last = token.lastIndexOf('.');
    signature.update(token.substring(0, last).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(last + 1)));
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
