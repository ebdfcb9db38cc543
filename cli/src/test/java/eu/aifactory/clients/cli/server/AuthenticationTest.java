package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationTest {
  private static final Path KEY = Path.of("/data/keys/token-public.pem");

  @Test
  void trustsItsOwnKeyWhereNoIssuerIsGiven() {
    assertThat(Authentication.variables(name -> null, KEY))
        .containsEntry("MP_JWT_VERIFY_ISSUER", "urn:aif")
        .containsEntry("MP_JWT_VERIFY_AUDIENCES", "aif")
        .containsEntry("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "file:///data/keys/token-public.pem");
  }

  @Test
  void trustsTheIssuerThatIsGivenAndNotItsOwnKey() {
    Map<String, String> set =
        Map.of(
            "AIF_OIDC_ISSUER", "https://login.example.org/realms/hpc",
            "AIF_OIDC_JWKS", "https://login.example.org/keys",
            "AIF_OIDC_AUDIENCE", "aif-hpc");

    assertThat(Authentication.variables(set::get, KEY))
        .containsEntry("MP_JWT_VERIFY_ISSUER", "https://login.example.org/realms/hpc")
        .containsEntry("MP_JWT_VERIFY_AUDIENCES", "aif-hpc")
        .containsEntry("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://login.example.org/keys");
  }

  @ParameterizedTest
  @CsvSource({
    "https://i, https://k, , AIF_OIDC_AUDIENCE",
    "https://i, , aif, AIF_OIDC_JWKS",
    ", https://k, aif, AIF_OIDC_JWKS is set and AIF_OIDC_ISSUER is not",
    ", , aif, AIF_OIDC_AUDIENCE is set and AIF_OIDC_ISSUER is not",
    "https://i, http://k.example.org/keys, aif, http://k.example.org/keys",
    "https://i, http://localhost.example.org/keys, aif, http://localhost.example.org/keys",
    "https://i, keys.json, aif, keys.json",
    "https://i, http:// x, aif, no address",
  })
  void refusesWhatCouldNotBeChecked(String issuer, String keys, String audience, String said) {
    Map<String, String> set = new TreeMap<>();
    put(set, "AIF_OIDC_ISSUER", issuer);
    put(set, "AIF_OIDC_JWKS", keys);
    put(set, "AIF_OIDC_AUDIENCE", audience);

    assertThatThrownBy(() -> Authentication.variables(set::get, KEY))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"off", "''", "'none,jwt'", "NONE"})
  void refusesToGuessWhetherCallersNeedTokens(String auth) {
    assertThatThrownBy(() -> Authentication.variables(Map.of("AIF_AUTH", auth)::get, KEY))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("AIF_AUTH must be")
        .hasMessageContaining(auth);
  }

  private static void put(Map<String, String> set, String name, String value) {
    if (value != null) {
      set.put(name, value);
    }
  }
}
