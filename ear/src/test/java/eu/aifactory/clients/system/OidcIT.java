package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A service whose callers come with tokens of somebody else's: an OIDC issuer with its keys. */
@OwnServers
class OidcIT {
  private static final String ISSUER = "https://login.example.org/realms/hpc";

  @Test
  void takesTheTokensOfTheIssuerItWasGivenAndNoOthers() throws IOException {
    KeyPair key = Jwt.newKey();
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = keySet((RSAPublicKey) key.getPublic()).getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    issuer.start();
    String location = "http://127.0.0.1:%d/keys".formatted(issuer.getAddress().getPort());
    try (ServiceUnderTest service =
        ServiceUnderTest.start(
            "oidc",
            "AIF_OIDC_ISSUER",
            ISSUER,
            "AIF_OIDC_JWKS",
            location,
            "AIF_OIDC_AUDIENCE",
            "aif-hpc",
            "AIF_ROLES_CLAIM",
            "realm_access.roles",
            "AIF_ROLES_PREFIX",
            "aif-")) {
      Http operator = service.api(Jwt.signed(claims("aif-operator"), key.getPrivate(), "k1"));
      long id = ServiceUnderTest.newId();
      operator.post("/client-group/" + id, "{\"num_clients\":1}").expect(201);
      assertThat(
              operator
                  .get("/client-group/" + id)
                  .expect(200)
                  .json()
                  .getJsonObject("info")
                  .getString("owner"))
          .isEqualTo("anna@example.org");
      operator
          .put("/server", "{\"server_addr\":\"http://127.0.0.1:9\"}")
          .expectProblem(403, "admin");
      operator.delete("/client-group/" + id).expect(200);

      service
          .api(Jwt.signed(claims("operator"), key.getPrivate(), "k1"))
          .get("/client-group")
          .expectProblem(403, "roles");
      service
          .api(Jwt.signed(claims("aif-operator"), Jwt.newKey().getPrivate(), "k1"))
          .get("/client-group")
          .expectProblem(401);
      // Signed with the key of the data folder, which is nobody's here.
      service.api(service.token("anna", "admin")).get("/client-group").expectProblem(401);
    } finally {
      issuer.stop(0);
    }
  }

  private static JsonObject claims(String role) {
    return Json.createObjectBuilder()
        .add("iss", ISSUER)
        .add("aud", Json.createArrayBuilder().add("account").add("aif-hpc"))
        .add("sub", "f3c1-17")
        .add("preferred_username", "anna@example.org")
        .add("jti", "1")
        .add("iat", Jwt.now())
        .add("exp", Jwt.now() + 600)
        .add(
            "realm_access",
            Json.createObjectBuilder()
                .add("roles", Json.createArrayBuilder().add("offline_access").add(role)))
        .build();
  }

  private static String keySet(RSAPublicKey key) {
    return Json.createObjectBuilder()
        .add(
            "keys",
            Json.createArrayBuilder()
                .add(
                    Json.createObjectBuilder()
                        .add("kty", "RSA")
                        .add("use", "sig")
                        .add("alg", "RS256")
                        .add("kid", "k1")
                        .add("n", unsigned(key.getModulus()))
                        .add("e", unsigned(key.getPublicExponent()))))
        .build()
        .toString();
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return Jwt.base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}
