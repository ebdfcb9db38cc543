package eu.aifactory.clients.slurm;

import eu.aifactory.clients.slurm.RestConnection.Question;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Calls of slurmrestd with a token and a version. One is made a second time only where the first
 * was turned away unread: by a token refused that can be had anew, or by a version no longer
 * served.
 */
final class RestCalls {
  private final SlurmRestSettings settings;
  private final TokenSource tokens;
  private final RestConnection connection;
  private final ApiVersionChoice versions;
  private final OldSlurmProbe probe;

  RestCalls(SlurmRestSettings settings, TokenSource tokens) {
    this.settings = settings;
    this.tokens = tokens;
    this.connection =
        new RestConnection(settings.url(), settings.userName(), settings.connectWithin());
    this.versions = new ApiVersionChoice(settings, connection);
    this.probe = new OldSlurmProbe(connection, settings.readWithin());
  }

  /** The version that is spoken; asks slurmrestd where that is not known yet. */
  ApiVersion version() throws SlurmUnavailableException {
    return withFreshToken(versions::chosen);
  }

  /** An answer and the version that it was asked in. */
  record Answered(ApiVersion version, RestAnswer answer) {}

  /** A call that may have changed nothing in Slurm, or may be repeated. */
  Answered ask(Function<ApiVersion, Question> question, Predicate<SlurmJobInfo> wanted)
      throws SlurmUnavailableException {
    return withFreshToken(
        token -> {
          try {
            Answered answered = exchange(question, wanted, token);
            if (answered.version().isOfOptionParser() && OldSlurmProbe.isVague(answered.answer())) {
              probe.require(answered.version(), token);
            }
            return answered;
          } catch (NoAnswerException e) {
            throw SlurmUnavailableException.because(
                "Slurm could not be asked: %s.".formatted(e.getMessage()), e);
          }
        });
  }

  /** A submit. Throws only what came before it: then nothing was sent. */
  SubmitOutcome submit(Function<ApiVersion, Question> question) throws SlurmUnavailableException {
    return withFreshToken(
        token -> {
          ApiVersion version = versions.chosen(token);
          if (version.isOfOptionParser()) {
            probe.require(version, token);
          }
          try {
            return SubmitAnswer.outcome(exchange(question, job -> true, token).answer());
          } catch (NoAnswerException e) {
            return e.mayHaveArrived()
                ? new SubmitOutcome.Unknown(
                    "It is not known whether Slurm took the job: %s.".formatted(e.getMessage()))
                : new SubmitOutcome.NotSent(
                    "The job could not be sent: %s.".formatted(e.getMessage()));
          }
        });
  }

  private interface Call<T> {
    T with(Optional<SlurmToken> token) throws SlurmUnavailableException;
  }

  private <T> T withFreshToken(Call<T> call) throws SlurmUnavailableException {
    try {
      return call.with(token());
    } catch (SlurmUnavailableException e) {
      if (!e.isBadCredentials() || !tokens.refresh()) {
        throw e;
      }
      return call.with(token());
    }
  }

  private Optional<SlurmToken> token() throws SlurmUnavailableException {
    Optional<SlurmToken> token = tokens.current();
    if (token.isPresent() && token.get().secret().isEmpty()) {
      throw SlurmUnavailableException.badCredentials("The Slurm token is empty; nothing was sent.");
    }
    // The HTTP client would refuse it too, and quote it.
    if (token.isPresent() && !token.get().secret().chars().allMatch(c -> c > ' ' && c < 127)) {
      throw SlurmUnavailableException.badCredentials(
          "The Slurm token has characters that no token has; nothing was sent.");
    }
    return token;
  }

  private Answered exchange(
      Function<ApiVersion, Question> question,
      Predicate<SlurmJobInfo> wanted,
      Optional<SlurmToken> token)
      throws SlurmUnavailableException, NoAnswerException {
    ApiVersion version = versions.chosen(token);
    RestAnswer answer = once(question.apply(version), wanted, token);
    if (answer.isNoSuchPath()) {
      version = versions.instead(version, token);
      answer = once(question.apply(version), wanted, token);
    }
    return new Answered(version, answer);
  }

  private RestAnswer once(
      Question question, Predicate<SlurmJobInfo> wanted, Optional<SlurmToken> token)
      throws NoAnswerException, SlurmUnavailableException {
    RestAnswer answer = RestAnswerReader.read(connection.ask(question, token), wanted);
    if (answer.isBadCredentials()) {
      throw SlurmUnavailableException.badCredentials(
          "Slurm did not accept the token: %s.".formatted(answer.words()));
    }
    return answer;
  }

  String description() {
    return "slurmrestd at %s, API %s, as %s".formatted(connection, versions, settings.userName());
  }
}
