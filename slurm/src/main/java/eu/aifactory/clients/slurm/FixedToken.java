package eu.aifactory.clients.slurm;

import java.time.Clock;
import java.util.Optional;

/**
 * A token that was given and is never renewed: the way of containers, where a service that could
 * make tokens could make them for longer than it was trusted.
 */
final class FixedToken implements TokenSource {
  private static final String CURE =
      "make a new one with \"scontrol token lifespan=SECONDS\", give it and start again";

  private final SlurmToken token;
  private final String whose;
  private final Clock clock;

  /**
   * @param origin where it was given, such as "environment variable SLURM_JWT"
   */
  FixedToken(String text, String origin, Clock clock) {
    this.token = SlurmToken.of(text);
    this.whose = "the Slurm token of " + origin;
    this.clock = clock;
  }

  @Override
  public Optional<SlurmToken> current() throws SlurmUnavailableException {
    return Optional.of(TokenText.required(token, whose, CURE, clock));
  }
}
