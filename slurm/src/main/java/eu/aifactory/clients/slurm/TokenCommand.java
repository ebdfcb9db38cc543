package eu.aifactory.clients.slurm;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token that a command prints, such as {@code scontrol token lifespan=3600}: made anew when it
 * has lived 70 % of its life or has less than two minutes left. While it can still be used, a
 * command that fails is a warning, and callers meanwhile get the token that there is.
 */
final class TokenCommand implements TokenSource {
  static final Duration LONGEST_RUN = Duration.ofSeconds(20);

  private static final System.Logger LOG = System.getLogger(TokenCommand.class.getName());
  private static final double SHARE_OF_LIFE = 0.7;

  /** The command is not run more often, whatever it prints. */
  private static final Duration BETWEEN_RUNS = Duration.ofSeconds(10);

  private final CommandRun command;
  private final Clock clock;
  private final ReentrantLock running = new ReentrantLock();

  private volatile Held held;
  private Instant lastRun = Instant.MIN;
  private SlurmUnavailableException lastFailure;

  /** A token and when to have another. */
  private record Held(SlurmToken token, Instant due) {}

  TokenCommand(CommandRun command, Clock clock) {
    this.command = command;
    this.clock = clock;
  }

  /**
   * @param commandLine cut into words without a shell
   */
  static TokenCommand of(String commandLine, Clock clock) {
    return new TokenCommand(new CommandRun(ArgumentVector.of(commandLine), LONGEST_RUN), clock);
  }

  @Override
  public Optional<SlurmToken> current() throws SlurmUnavailableException {
    Held now = held;
    if (now != null && !isDue(now)) {
      return Optional.of(now.token());
    }
    boolean usable = now != null && !now.token().isExpired(clock);
    if (!usable) {
      running.lock();
    } else if (!running.tryLock()) {
      return Optional.of(now.token());
    }
    try {
      if (held == now) {
        renewIfAllowed();
      }
      return Optional.of(usableNow());
    } finally {
      running.unlock();
    }
  }

  @Override
  public boolean refresh() throws SlurmUnavailableException {
    Held refused = held;
    running.lock();
    try {
      if (held == refused && mayRun()) {
        renew();
      }
      return held != null && (refused == null || !held.token().equals(refused.token()));
    } finally {
      running.unlock();
    }
  }

  private boolean isDue(Held now) {
    return !clock.instant().isBefore(now.due());
  }

  private boolean mayRun() {
    // After a step back of the clock, too.
    Instant now = clock.instant();
    return lastRun.equals(Instant.MIN)
        || now.isBefore(lastRun)
        || Duration.between(lastRun, now).compareTo(BETWEEN_RUNS) >= 0;
  }

  private void renewIfAllowed() {
    if (!mayRun()) {
      return;
    }
    try {
      renew();
    } catch (SlurmUnavailableException e) {
      if (held != null && !held.token().isExpired(clock)) {
        LOG.log(Level.WARNING, "the Slurm token could not be renewed: {0}", e.getMessage());
      }
    }
  }

  private void renew() throws SlurmUnavailableException {
    lastRun = clock.instant();
    try {
      String whose = "what \"%s\" printed".formatted(command.name());
      SlurmToken token = TokenText.parsed(TokenText.in(command.output()), whose);
      held = new Held(TokenText.required(token, whose, "its clock may differ", clock), due(token));
      lastFailure = null;
    } catch (SlurmUnavailableException e) {
      lastFailure = e;
      throw e;
    }
  }

  private Instant due(SlurmToken token) {
    Instant end = token.expiresAt().orElseThrow();
    Duration life = Duration.between(token.issuedAt().orElse(lastRun), end);
    Instant late = end.minus(Duration.ofMillis((long) (life.toMillis() * (1 - SHARE_OF_LIFE))));
    Instant soon = end.minus(SlurmToken.LITTLE_LEFT);
    return late.isBefore(soon) ? late : soon;
  }

  private SlurmToken usableNow() throws SlurmUnavailableException {
    if (held != null && !held.token().isExpired(clock)) {
      return held.token();
    }
    if (lastFailure != null) {
      throw SlurmUnavailableException.badCredentials(lastFailure.getMessage());
    }
    return TokenText.required(
        held.token(),
        "the Slurm token that \"%s\" printed".formatted(command.name()),
        "it is asked again within %d s".formatted(BETWEEN_RUNS.toSeconds()),
        clock);
  }
}
