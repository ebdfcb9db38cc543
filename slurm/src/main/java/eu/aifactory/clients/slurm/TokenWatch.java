package eu.aifactory.clients.slurm;

import java.time.Clock;
import java.util.Optional;

/**
 * Whether the token can be had and will hold for a while: asked again and again, it says what to do
 * before calls of Slurm begin to fail. Thread-safe.
 */
public final class TokenWatch {
  private final TokenSource source;
  private final Clock clock;

  public TokenWatch(TokenSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** A sentence without a full stop; empty while all is well, or no token is used. */
  public Optional<String> trouble() {
    try {
      return source.current().filter(token -> token.isExpiringSoon(clock)).map(this::endingSoon);
    } catch (SlurmUnavailableException e) {
      return Optional.of(e.getMessage());
    }
  }

  private String endingSoon(SlurmToken token) {
    return "the Slurm token%s ends in %s and was not renewed: without a new one jobs can then be neither started nor seen nor cancelled"
        .formatted(
            token.user().map(user -> " of " + Redaction.of(user)).orElse(""),
            token.timeLeft(clock));
  }
}
