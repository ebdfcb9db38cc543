package eu.aifactory.clients.slurm;

import eu.aifactory.clients.slurm.RestConnection.Question;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which version of the API is spoken: the one set, or the newest that slurmrestd serves and this
 * product speaks. What slurmrestd serves is remembered until it no longer holds. Thread-safe.
 */
final class ApiVersionChoice {
  private static final System.Logger LOG = System.getLogger(ApiVersionChoice.class.getName());
  private static final Pattern SUBMIT = Pattern.compile("/slurm/v0\\.0\\.(\\d{1,4})/job/submit/?");
  private static final int DESCRIPTION_BYTES_MOST = 16 * 1024 * 1024;

  private final RestConnection connection;
  private final Duration readWithin;
  private final Optional<ApiVersion> set;
  private final AtomicReference<ApiVersion> found = new AtomicReference<>();

  ApiVersionChoice(SlurmRestSettings settings, RestConnection connection) {
    this.connection = connection;
    this.readWithin = settings.readWithin();
    this.set =
        settings.apiVersion().equals(SlurmRestSettings.AUTO)
            ? Optional.empty()
            : Optional.of(ApiVersion.parse(settings.apiVersion()));
  }

  /** The version to speak; asks slurmrestd the first time. */
  ApiVersion chosen(Optional<SlurmToken> token) throws SlurmUnavailableException {
    if (set.isPresent()) {
      return set.get();
    }
    ApiVersion known = found.get();
    return known != null ? known : ask(token);
  }

  /**
   * The version to speak after slurmrestd had no path for that one: the cluster has changed.
   *
   * @throws SlurmUnavailableException when there is no other
   */
  ApiVersion instead(ApiVersion missed, Optional<SlurmToken> token)
      throws SlurmUnavailableException {
    if (set.isEmpty()) {
      ApiVersion now = ask(token);
      if (!now.equals(missed)) {
        return now;
      }
      throw unavailable("does not have the paths that it describes for %s".formatted(missed));
    }
    throw unavailable(
        "does not serve API %s, which is set as api_ver; it serves %s"
            .formatted(missed, list(served(token))));
  }

  private ApiVersion ask(Optional<SlurmToken> token) throws SlurmUnavailableException {
    SortedSet<ApiVersion> served = served(token);
    Optional<ApiVersion> newest =
        served.stream().filter(ApiVersion::isSpoken).reduce((older, newer) -> newer);
    if (newest.isEmpty()) {
      throw unavailable(
          "serves %s, and none of %s to %s, which are spoken here"
              .formatted(list(served), ApiVersion.OLDEST, ApiVersion.NEWEST));
    }
    ApiVersion before = found.getAndSet(newest.get());
    if (!newest.get().equals(before)) {
      LOG.log(
          System.Logger.Level.INFO,
          "slurmrestd at {0} serves API {1}; {2} is spoken",
          connection,
          list(served),
          newest.get());
    }
    return newest.get();
  }

  private SortedSet<ApiVersion> served(Optional<SlurmToken> token)
      throws SlurmUnavailableException {
    RestConnection.Reply reply;
    try {
      reply =
          connection.ask(
              new Question(
                  "GET", "/openapi/v3", Optional.empty(), readWithin, DESCRIPTION_BYTES_MOST),
              token);
    } catch (NoAnswerException e) {
      throw SlurmUnavailableException.because(
          "Slurm's API versions could not be asked for: %s.".formatted(e.getMessage()), e);
    }
    if (reply.status() == 200) {
      return described(reply.body());
    }
    RestAnswer answer = RestAnswerReader.read(reply);
    if (answer.isBadCredentials()) {
      throw SlurmUnavailableException.badCredentials(
          "slurmrestd at %s wants a token, or another one: %s."
              .formatted(connection, answer.words()));
    }
    throw unavailable("was asked for its API versions and answered: " + answer.words());
  }

  private SortedSet<ApiVersion> described(byte[] description) throws SlurmUnavailableException {
    SortedSet<ApiVersion> versions = new TreeSet<>();
    var characters =
        new InputStreamReader(new ByteArrayInputStream(description), StandardCharsets.UTF_8);
    try (JsonParser parser = Json.createParser(characters)) {
      while (parser.hasNext()) {
        // Only a path can look like this; where in the document it stands does not matter.
        if (parser.next() == JsonParser.Event.KEY_NAME) {
          Matcher submit = SUBMIT.matcher(parser.getString());
          if (submit.matches()) {
            versions.add(new ApiVersion(Integer.parseInt(submit.group(1))));
          }
        }
      }
      return versions;
    } catch (JsonException | NoSuchElementException | IllegalStateException e) {
      throw SlurmUnavailableException.because(
          "slurmrestd at %s describes its API in JSON that breaks off.".formatted(connection), e);
    }
  }

  private SlurmUnavailableException unavailable(String what) {
    return SlurmUnavailableException.because(
        "slurmrestd at %s %s.".formatted(connection, what), null);
  }

  private static String list(SortedSet<ApiVersion> versions) {
    return versions.isEmpty()
        ? "no version for jobs"
        : versions.stream().map(ApiVersion::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    ApiVersion known = found.get();
    return set.map(ApiVersion::toString)
        .orElseGet(() -> known == null ? "auto" : "%s (auto)".formatted(known));
  }
}
