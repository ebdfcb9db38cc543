package eu.aifactory.clients.service.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import eu.aifactory.clients.service.security.AccessSettings;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.security.Role;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {
  private static final Clock NOW = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);

  @Test
  void theBearerIsWhoTheTokenNames() {
    assertThat(with("TOKEN").identify(token(Map.of("groups", Set.of("operator"))), "10.0.0.1"))
        .isEqualTo(new Caller("anna", Role.OPERATOR));
  }

  @Test
  void nobodyIsLetInWithoutATokenOrARole() {
    assertThat(refusal("TOKEN", null, "127.0.0.1")).isEqualTo(401);
    assertThat(refusal("TOKEN", () -> "anna", "127.0.0.1")).isEqualTo(401);
    assertThat(refusal("TOKEN", token(Map.of()), "127.0.0.1")).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"1061, 401", "1060, 200", "soon, 401"})
  void aTokenIsNotTakenBeforeItsTime(String notBefore, int status) {
    Map<String, Object> claims = Map.of("groups", Set.of("viewer"), "nbf", notBefore);
    assertThat(refusal("TOKEN", token(claims), "127.0.0.1")).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE_ON_LOOPBACK, 127.0.0.1, 200",
    "NONE_ON_LOOPBACK, 127.8.8.8, 200",
    "NONE_ON_LOOPBACK, 0:0:0:0:0:0:0:1, 200",
    "NONE_ON_LOOPBACK, 10.0.0.1, 403",
    "NONE_ON_LOOPBACK, 0.0.0.0, 403",
    "NONE_ON_LOOPBACK, fe80::1, 403",
    "NONE, 10.0.0.1, 200",
  })
  void withoutTokensLoopbackAloneIsOpenUnlessSaidTwice(String how, String at, int status) {
    assertThat(refusal(how, null, at)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"jwt, TOKEN", "none, NONE_ON_LOOPBACK", "'none,none', NONE", "'none, none', NONE"})
  void readsHowItIsSet(String text, AccessSettings.Authentication how) {
    assertThat(AccessSettings.Authentication.named(text)).isEqualTo(how);
  }

  @Test
  void refusesToGuessHowItIsSet() {
    assertThatThrownBy(() -> AccessSettings.Authentication.named("off"))
        .asInstanceOf(type(IllegalArgumentException.class))
        .extracting(Throwable::getMessage)
        .asString()
        .contains("off");
  }

  /** 200 when the caller is let in. */
  private static int refusal(String how, Principal principal, String localAddress) {
    try {
      with(how).identify(principal, localAddress);
      return 200;
    } catch (NotAdmittedException e) {
      return e.status();
    }
  }

  private static Callers with(String how) {
    return new Callers(
        new AccessSettings() {
          @Override
          public Authentication authentication() {
            return Authentication.valueOf(how);
          }

          @Override
          public String rolesClaim() {
            return "groups";
          }

          @Override
          public String rolesPrefix() {
            return "";
          }
        },
        NOW);
  }

  private static JsonWebToken token(Map<String, Object> claims) {
    return new JsonWebToken() {
      @Override
      public String getName() {
        return "anna";
      }

      @Override
      public Set<String> getClaimNames() {
        return claims.keySet();
      }

      @Override
      @SuppressWarnings("unchecked")
      public <T> T getClaim(String name) {
        return (T) claims.get(name);
      }
    };
  }
}
