package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.TokenIssuer;
import eu.aifactory.clients.cli.server.TokenKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gives the token of a call, if there is one to give. Thread-safe. */
interface TokenSource {
  /** The role that the commands need. */
  String ROLE = "operator";

  Optional<String> token();

  static TokenSource none() {
    return Optional::empty;
  }

  static TokenSource of(String token) {
    return () -> Optional.of(token);
  }

  /**
   * Tokens for the user of this process, each good for minutes alone, for as long as the command
   * takes.
   */
  static TokenSource issuedBy(TokenKey key, Clock clock) {
    return new Issued(new TokenIssuer(key, clock), clock);
  }

  /** Who runs this process. */
  static String user() {
    return System.getProperty("user.name");
  }

  /** Signs a token anew when half of its time is over. */
  final class Issued implements TokenSource {
    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final TokenIssuer issuer;
    private final Clock clock;
    private String token;
    private Instant renewal = Instant.MIN;

    private Issued(TokenIssuer issuer, Clock clock) {
      this.issuer = issuer;
      this.clock = clock;
    }

    @Override
    public synchronized Optional<String> token() {
      Instant now = clock.instant();
      if (!now.isBefore(renewal)) {
        token = issuer.issue(user(), ROLE, VALIDITY);
        renewal = now.plus(VALIDITY.dividedBy(2));
      }
      return Optional.of(token);
    }
  }
}
