package eu.aifactory.clients.slurm;

import eu.aifactory.clients.slurm.RestConnection.Question;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what Slurm 22.05 means by "Unspecified error": a token that slurmctld does not accept,
 * or a slurmctld that cannot be reached. Of all that slurmrestd can be asked there, v0.0.36's ping
 * alone passes on the number of the error.
 */
final class OldSlurmProbe {
  private static final int NOT_CONNECTED = 1800;
  private static final int TIMED_OUT = 5004;
  private static final int ZERO_BYTES = 5005;
  private static final Set<Integer> VAGUE = Set.of(SlurmError.UNSPECIFIED, 0, ZERO_BYTES);

  private final RestConnection connection;
  private final Duration within;

  OldSlurmProbe(RestConnection connection, Duration within) {
    this.connection = connection;
    this.within = within;
  }

  /** Whether the answer leaves open if the token is the cause. */
  static boolean isVague(RestAnswer answer) {
    return answer.status() == 500
        && answer.form() == RestAnswer.Form.JSON
        && answer.errors().stream().allMatch(error -> VAGUE.contains(error.number()));
  }

  /**
   * Returns when slurmctld answers to this token.
   *
   * @throws SlurmUnavailableException when it does not, with the cause as far as it can be known
   */
  void require(ApiVersion version, Optional<SlurmToken> token) throws SlurmUnavailableException {
    RestAnswer answer = ping(new ApiVersion(36), token);
    if (answer.isNoSuchPath()) {
      answer = ping(version, token);
    }
    // Without a ping of this version there is no such version, and nothing else of it either.
    if (answer.isOk() && answer.errors().isEmpty() || answer.isNoSuchPath()) {
      return;
    }
    if (answer.isBadCredentials()) {
      throw SlurmUnavailableException.badCredentials(
          "Slurm did not accept the token: %s.".formatted(answer.words()));
    }
    if (has(answer, ZERO_BYTES)) {
      throw SlurmUnavailableException.badCredentials(
          "slurmctld closes the connection at this token, as Slurm 22.05 does when a token has expired or is not its own (%d)."
              .formatted(ZERO_BYTES));
    }
    throw SlurmUnavailableException.because(cause(answer) + ".", null);
  }

  private static String cause(RestAnswer answer) {
    if (has(answer, NOT_CONNECTED)) {
      return "slurmrestd cannot connect to slurmctld (%d)".formatted(NOT_CONNECTED);
    }
    if (has(answer, TIMED_OUT)) {
      return "slurmctld does not answer slurmrestd in time (%d)".formatted(TIMED_OUT);
    }
    return isVague(answer)
        ? "slurmctld cannot be reached, or does not accept the token; this Slurm does not tell which: "
            + answer.words()
        : "slurmctld does not answer slurmrestd: " + answer.words();
  }

  private static boolean has(RestAnswer answer, int number) {
    return answer.errors().stream().anyMatch(error -> error.number() == number);
  }

  private RestAnswer ping(ApiVersion version, Optional<SlurmToken> token)
      throws SlurmUnavailableException {
    try {
      return RestAnswerReader.read(
          connection.ask(Question.get("/slurm/%s/ping".formatted(version), within), token));
    } catch (NoAnswerException e) {
      throw SlurmUnavailableException.because(
          "Slurm could not be asked whether it accepts the token: %s.".formatted(e.getMessage()),
          e);
    }
  }
}
