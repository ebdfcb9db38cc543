package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SlurmTokenTest {
  private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

  private final MovedClock clock = new MovedClock();

  @Test
  void saysWhoseItIsAndHowLongItLasts() throws Exception {
    SlurmToken token =
        SlurmToken.parse(" " + TokenForTest.of("hpcuser", ISSUED, Duration.ofHours(1)) + "\n");

    assertThat(token.user()).contains("hpcuser");
    assertThat(token.algorithm()).contains("HS256");
    assertThat(token.issuedAt()).contains(ISSUED);
    assertThat(token.expiresAt()).contains(ISSUED.plusSeconds(3600));
    assertThat(token.lifetime()).contains(Duration.ofHours(1));
    assertThat(token.claims()).containsEntry("sun", "hpcuser").containsKeys("exp", "iat");
  }

  @Test
  void takesTheUserOfAnotherIssuer() throws Exception {
    String text =
        TokenForTest.withBody(
            "{\"exp\":1893456000.5,\"username\":\"ann\",\"roles\":[\"a\",\"b\"]}");

    SlurmToken token = SlurmToken.parse(text);

    assertThat(token.user()).contains("ann");
    assertThat(token.expiresAt()).contains(Instant.ofEpochMilli(1_893_456_000_500L));
    assertThat(token.issuedAt()).isEmpty();
    assertThat(token.lifetime()).isEmpty();
    assertThat(token.claims()).containsEntry("roles", "[\"a\",\"b\"]");
  }

  @Test
  void countsDownToItsEndAndNoFurther() throws Exception {
    SlurmToken token = SlurmToken.parse(TokenForTest.of("u", ISSUED, Duration.ofHours(1)));

    assertThat(token.remaining(clock)).contains(Duration.ofHours(1));
    assertThat(token.isExpired(clock)).isFalse();
    clock.advance(Duration.ofMinutes(60).minusSeconds(1));
    assertThat(token.isExpired(clock)).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(token.isExpired(clock)).isTrue();
    clock.advance(Duration.ofDays(1));
    assertThat(token.remaining(clock)).contains(Duration.ZERO);
  }

  @Test
  void endsSoonInTheLastTenthOfALongLife() throws Exception {
    SlurmToken token = SlurmToken.parse(TokenForTest.of("u", ISSUED, Duration.ofHours(10)));

    clock.advance(Duration.ofHours(9));
    assertThat(token.isExpiringSoon(clock)).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(token.isExpiringSoon(clock)).isTrue();
  }

  @Test
  void endsSoonInTheLastTwoMinutesOfAShortLife() throws Exception {
    SlurmToken token = SlurmToken.parse(TokenForTest.of("u", ISSUED, Duration.ofMinutes(10)));

    clock.advance(Duration.ofMinutes(8));
    assertThat(token.isExpiringSoon(clock)).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(token.isExpiringSoon(clock)).isTrue();
  }

  @Test
  void showsItselfToNobody() throws Exception {
    String text = TokenForTest.of("u", ISSUED, Duration.ofHours(1));

    assertThat(SlurmToken.parse(text)).hasToString("***");
    assertThat(SlurmToken.parse(text).secret()).isEqualTo(text);
  }

  @Test
  void aTextThatIsNoTokenIsCarriedWithoutKnowledge() {
    SlurmToken token = SlurmToken.of(" opaque\n");

    assertThat(token.secret()).isEqualTo("opaque");
    assertThat(token.user()).isEmpty();
    assertThat(token.isExpired(clock)).isFalse();
    assertThat(token.isExpiringSoon(clock)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void saysWhatIsWrongWithoutShowingIt(String text, String wrong) {
    assertThatThrownBy(() -> SlurmToken.parse(text))
        .isInstanceOf(MalformedTokenException.class)
        .hasMessageContaining(wrong)
        .satisfies(
            failure -> {
              for (String part : text.split("\\.")) {
                if (part.length() > 3) {
                  assertThat(failure.getMessage()).doesNotContain(part);
                }
              }
              assertThat(failure).hasNoCause();
            });
  }

  static Stream<Arguments> malformed() {
    String header = TokenForTest.part("{\"alg\":\"HS256\"}");
    String deep = "[".repeat(3000) + "]".repeat(3000);
    return Stream.of(
        Arguments.of("", "empty"),
        Arguments.of("secret", "3 parts with dots between them, this has 1"),
        Arguments.of("a.b.c.d", "this has 4"),
        Arguments.of("s3cret!!." + header + ".sig", "header is not base64url"),
        Arguments.of(TokenForTest.part("[1]") + "." + header + ".sig", "header is no JSON object"),
        Arguments.of(header + "." + TokenForTest.part("{\"exp\":") + ".sig", "body is no JSON"),
        Arguments.of(header + "." + TokenForTest.part("{\"a\":" + deep + "}") + ".sig", "no JSON"),
        Arguments.of(header + ".A.sig", "body is no JSON object"),
        Arguments.of(header + "." + TokenForTest.part("{\"exp\":1}") + ".", "without a proper sig"),
        Arguments.of(TokenForTest.withBody("{\"sun\":\"u\"}"), "no exp"),
        Arguments.of(TokenForTest.withBody("{\"exp\":\"tomorrow\"}"), "exp is no time"),
        Arguments.of(TokenForTest.withBody("{\"exp\":1e99}"), "exp is no time"),
        Arguments.of(TokenForTest.withBody("{\"exp\":1,\"iat\":-1}"), "iat is no time"),
        Arguments.of("x".repeat(20_000), "20000 characters"));
  }
}
