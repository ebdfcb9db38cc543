package eu.aifactory.clients.slurm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A token for Slurm, a JSON web token. Its text leaves this object by {@link #secret} alone. What
 * it says of itself is read and not verified: the key is Slurm's.
 */
public final class SlurmToken {
  /** Less than this left is little, whatever the token's whole life. */
  static final Duration LITTLE_LEFT = Duration.ofMinutes(2);

  private static final int LAST_PART_OF_LIFE = 10;

  private final String text;
  private final TokenClaims claims;

  private SlurmToken(String text, TokenClaims claims) {
    this.text = text;
    this.claims = claims;
  }

  /** Takes any text; of one that is no JSON web token nothing is known. */
  public static SlurmToken of(String text) {
    try {
      return parse(text);
    } catch (MalformedTokenException e) {
      return new SlurmToken(text.strip(), TokenClaims.none());
    }
  }

  /**
   * Takes only what Slurm can accept: a signed JSON web token that says when it ends.
   *
   * @throws MalformedTokenException with a sentence in which the token does not appear
   */
  public static SlurmToken parse(String text) throws MalformedTokenException {
    String stripped = text.strip();
    TokenClaims claims = TokenClaims.of(stripped);
    if (claims.expiresAt().isEmpty()) {
      throw new MalformedTokenException("has no exp, the time when it ends, which Slurm asks for");
    }
    return new SlurmToken(stripped, claims);
  }

  /** For the header of a call, and nothing else. */
  public String secret() {
    return text;
  }

  /** The user in whose name it speaks: {@code sun}, or else {@code username}. */
  public Optional<String> user() {
    return claims.user();
  }

  public Optional<Instant> issuedAt() {
    return claims.issuedAt();
  }

  public Optional<Instant> expiresAt() {
    return claims.expiresAt();
  }

  /** How it is signed, such as HS256. */
  public Optional<String> algorithm() {
    return claims.algorithm();
  }

  /** Every claim of the body by name; one that is no text is given as JSON. */
  public Map<String, String> claims() {
    return claims.all();
  }

  /** From its issue to its end, where it says both. */
  public Optional<Duration> lifetime() {
    return issuedAt().flatMap(from -> expiresAt().map(to -> Duration.between(from, to)));
  }

  /** Until its end; zero once that has passed. */
  public Optional<Duration> remaining(Clock clock) {
    return expiresAt()
        .map(end -> Duration.between(clock.instant(), end))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** The same in words, such as "58 min". */
  public String timeLeft(Clock clock) {
    return remaining(clock).map(TokenText::words).orElse("an unknown time");
  }

  public boolean isExpired(Clock clock) {
    return remaining(clock).filter(Duration::isZero).isPresent();
  }

  /** Whether less than two minutes, or less than a tenth of its life when that is more, is left. */
  public boolean isExpiringSoon(Clock clock) {
    Duration tenth = lifetime().orElse(Duration.ZERO).dividedBy(LAST_PART_OF_LIFE);
    Duration little = tenth.compareTo(LITTLE_LEFT) > 0 ? tenth : LITTLE_LEFT;
    return remaining(clock).filter(left -> left.compareTo(little) < 0).isPresent();
  }

  /** By the text: two tokens with the same claims may differ in their signature. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SlurmToken token && token.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
