package eu.aifactory.clients.slurm;

import java.net.URI;
import java.time.Duration;

/**
 * How slurmrestd is reached.
 *
 * @param url its address, {@code http} or {@code https}, without {@code /slurm/...}
 * @param userName in whose name is spoken
 * @param apiVersion {@code v0.0.NN}, or {@code auto} for the newest that both sides speak
 * @param connectWithin for the connection
 * @param readWithin for a whole exchange that changes nothing; more than twice the cluster's
 *     MessageTimeout, which is how long slurmrestd may wait for slurmctld
 * @param submitWithin for a whole submit or cancel
 * @param jobsBytesMost the longest list of jobs that is read
 */
public record SlurmRestSettings(
    URI url,
    String userName,
    String apiVersion,
    Duration connectWithin,
    Duration readWithin,
    Duration submitWithin,
    int jobsBytesMost) {

  /** The value of {@code apiVersion} that has slurmrestd asked. */
  public static final String AUTO = "auto";

  private static final int MEGABYTE = 1024 * 1024;

  /**
   * @throws IllegalArgumentException with a sentence for the person who set the value at fault
   */
  public SlurmRestSettings {
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    boolean isPlain =
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    if (!isHttp || url.getHost() == null) {
      throw new IllegalArgumentException(
          "Slurm's URL \"%s\" is no address such as http://host:6820.".formatted(url));
    }
    if (!isPlain) {
      throw new IllegalArgumentException(
          "Slurm's URL must have no user, query or fragment; the user is user_name.");
    }
    if (userName.isBlank() || !userName.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "The Slurm user \"%s\" is no name of a user.".formatted(userName));
    }
    if (!apiVersion.equals(AUTO)) {
      ApiVersion.parse(apiVersion);
    }
  }

  /** With the time-outs that suit a cluster with Slurm's own defaults. */
  public static SlurmRestSettings of(URI url, String userName, String apiVersion) {
    return new SlurmRestSettings(
        url,
        userName,
        apiVersion,
        Duration.ofSeconds(3),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        32 * MEGABYTE);
  }
}
