package eu.aifactory.clients.slurm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is said of a token's time, and how its text is taken from what {@code scontrol} prints. */
final class TokenText {
  private static final String NAME = "SLURM_JWT=";

  private TokenText() {}

  /** The first line that is not blank, without the name that {@code scontrol token} puts before. */
  static String in(String output) {
    String line =
        output.lines().map(String::strip).filter(text -> !text.isEmpty()).findFirst().orElse("");
    return line.startsWith(NAME) ? line.substring(NAME.length()).strip() : line;
  }

  /**
   * The token, when it can still be used.
   *
   * @param whose such as "the Slurm token of environment variable SLURM_JWT"
   * @param cure what a person does about an expired one
   */
  static SlurmToken required(SlurmToken token, String whose, String cure, Clock clock)
      throws SlurmUnavailableException {
    if (token.isExpired(clock)) {
      Instant end = token.expiresAt().orElseThrow();
      throw SlurmUnavailableException.badCredentials(
          "%s expired at %s, %s ago: %s"
              .formatted(
                  whose,
                  end.truncatedTo(ChronoUnit.SECONDS),
                  words(Duration.between(end, clock.instant())),
                  cure));
    }
    return token;
  }

  static SlurmToken parsed(String text, String whose) throws SlurmUnavailableException {
    try {
      return SlurmToken.parse(text);
    } catch (MalformedTokenException e) {
      throw SlurmUnavailableException.badCredentials("%s %s".formatted(whose, e.getMessage()));
    }
  }

  /** Such as "45 s", "12 min", "3 h 20 min", "2 d 4 h". */
  static String words(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    if (seconds < 172_800) {
      return "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }
    return "%d d %d h".formatted(seconds / 86_400, seconds % 86_400 / 3600);
  }
}
