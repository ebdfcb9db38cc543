package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentTokenTest {
  @Test
  void isKnownByItsHashAlone() {
    // SHA-256 of "abc", as FIPS 180-2 has it.
    String hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(AgentToken.hash("abc")).isEqualTo(hash);
    assertThat(AgentToken.matches("abc", hash)).isTrue();
    assertThat(AgentToken.matches("abd", hash)).isFalse();
    assertThat(AgentToken.matches(hash, hash)).as("the hash is no token").isFalse();
    assertThat(AgentToken.matches("", hash)).isFalse();
  }

  @Test
  void whatTheServiceShowsIsNeitherTheTokenNorItsHash() {
    String hash = AgentToken.hash("abc");
    String key = AgentToken.commandKey(hash);

    assertThat(key).hasSize(64).isNotEqualTo(hash);
    assertThat(AgentToken.commandKey(AgentToken.hash("abd"))).isNotEqualTo(key);
    assertThat(AgentToken.matches(key, hash)).isFalse();
  }

  @Test
  void aHeaderOfAnotherSchemeHasNone() {
    String header = AgentToken.authorization(AgentToken.OF_AGENT, "t-1");

    assertThat(AgentToken.secret(AgentToken.OF_AGENT, header)).contains("t-1");
    assertThat(AgentToken.secret(AgentToken.OF_SERVICE, header)).isEmpty();
    assertThat(AgentToken.secret(AgentToken.OF_AGENT, "Bearer t-1")).isEmpty();
    assertThat(AgentToken.secret(AgentToken.OF_AGENT, null)).isEmpty();
  }

  @Test
  void isNotInWhatMessagesSayOfThemselves() {
    Connect connect = new Connect("http://n:1", "a", 0, "secret-token", "1", "v", "n", 1, 0.0, 1);

    assertThat(connect.toString()).contains("http://n:1").doesNotContain("secret-token");
  }
}
