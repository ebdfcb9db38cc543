package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  @TempDir Path data;
  private final FakeService service = new FakeService();

  @BeforeEach
  void makeKey() throws Exception {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    Files.createDirectory(data.resolve("keys"));
    Files.writeString(
        data.resolve("keys/token-private.pem"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key)));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void printsATokenAndNothingElse() {
    Captured run =
        aif(
            "token",
            "--data",
            data.toString(),
            "--role",
            "viewer",
            "--owner",
            "anna",
            "--hours",
            "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(1);
    JsonObject claims = claims(run.out().strip());
    assertThat(claims.getString("upn")).isEqualTo("anna");
    assertThat(claims.getJsonArray("groups").getString(0)).isEqualTo("viewer");
    assertThat(claims.getInt("exp") - claims.getInt("iat")).isEqualTo(7200);
  }

  @Test
  void commandsCarryATokenOfTheKeyThatCanBeRead() {
    service.answer("GET /client-group?limit=50", 200, "{\"total\":0,\"groups\":[]}");

    Captured run = aif("list", "--service", service.url(), "--data", data.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    String header = service.authorizations().getFirst();
    assertThat(header).startsWith("Bearer ");
    JsonObject claims = claims(header.substring("Bearer ".length()));
    assertThat(claims.getString("upn")).isEqualTo(System.getProperty("user.name"));
    assertThat(claims.getJsonArray("groups").getString(0)).isEqualTo("operator");
  }

  @Test
  void sayWhatToDoWithoutAToken() {
    service.answer("GET /client-group?limit=50", 401, "{\"detail\":\"A token is needed\"}");

    Captured run =
        aif("list", "--service", service.url(), "--data", data.resolve("nothing").toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(service.authorizations()).isEmpty();
    assertThat(run.err()).contains(service.url(), "AIF_TOKEN", "--data");
  }

  private static JsonObject claims(String token) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return Json.createReader(new StringReader(new String(json, StandardCharsets.UTF_8)))
        .readObject();
  }

  private Captured aif(String... arguments) {
    return Captured.aif(data, arguments);
  }
}
