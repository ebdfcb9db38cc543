package eu.aifactory.clients.slurm;

import eu.aifactory.clients.protocol.JobOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is set about Slurm, each value with where it came from. Immutable; every value has been
 * checked for its form. Whether enough is set to submit jobs, {@link #missingForJobs} says.
 */
public final class SlurmConfig {
  /**
   * The value of {@code api_ver} that leaves the choice to the client: the newest that is served.
   */
  public static final String NEWEST_API = "auto";

  private final Map<SlurmKey, SlurmSetting> settings;
  private final String searchPath;

  SlurmConfig(Map<SlurmKey, SlurmSetting> settings, String searchPath) {
    this.settings = settings;
    this.searchPath = searchPath;
  }

  /**
   * Puts the configuration together: the command line over the environment over the file over the
   * other sources over what is found on this machine. The file is the one that the command line or
   * the environment names. Where no address of slurmrestd is given and one is needed, this machine
   * is asked for it, which takes a second at most.
   *
   * @param commandLine values by the names of {@link SlurmKey#text}
   * @param environment all of it, as {@link System#getenv()} gives it
   * @param others in the order of their precedence
   * @throws SlurmConfigException with every fault that was found
   */
  public static SlurmConfig load(
      Map<String, String> commandLine,
      Map<String, String> environment,
      List<SlurmConfigSource> others) {
    return SlurmConfigLoad.load(commandLine, environment, others, new ClusterProbe());
  }

  /** Every value that is set, in the order of {@link SlurmKey}. */
  public Collection<SlurmSetting> settings() {
    return settings.values();
  }

  public Optional<SlurmSetting> setting(SlurmKey key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** The address of slurmrestd, without a slash at its end. */
  public Optional<URI> url() {
    return value(SlurmKey.URL, text -> URI.create(text.replaceAll("/+$", "")));
  }

  /** In whose name jobs run. */
  public String userName() {
    return text(SlurmKey.USER_NAME).orElseThrow();
  }

  /** {@link #NEWEST_API}, or a version such as v0.0.41. */
  public String apiVersion() {
    return text(SlurmKey.API_VER).orElse(NEWEST_API);
  }

  public SlurmTransport transport() {
    return value(SlurmKey.TRANSPORT, text -> SlurmTransport.valueOf(text.toUpperCase(Locale.ROOT)))
        .orElse(SlurmTransport.REST);
  }

  /** The folder of sbatch, squeue and scancel; empty to take them from the PATH. */
  public Optional<Path> commands() {
    return value(SlurmKey.COMMANDS, Path::of);
  }

  /** A folder that all nodes share and the job's user can write to. */
  public Optional<Path> workDir() {
    return value(SlurmKey.WORK_DIR, Path::of);
  }

  /** A folder that all nodes share and this service can write to. */
  public Optional<Path> stageDir() {
    return value(SlurmKey.STAGE_DIR, Path::of);
  }

  /** What jobs ask for where their group does not say otherwise. */
  public JobOptions jobOptions() {
    return new JobOptions(
        text(SlurmKey.PARTITION).orElse(null),
        text(SlurmKey.ACCOUNT).orElse(null),
        text(SlurmKey.QOS).orElse(null),
        text(SlurmKey.CONSTRAINT).orElse(null),
        text(SlurmKey.RESERVATION).orElse(null),
        text(SlurmKey.GRES).orElse(null),
        value(SlurmKey.CPUS, Integer::valueOf).orElse(null),
        text(SlurmKey.MEMORY).orElse(null),
        null,
        text(SlurmKey.EXCLUDE).orElse(null));
  }

  /** Where jobs look for commands, apptainer among them: Slurm gives a job no PATH. */
  public String path() {
    return text(SlurmKey.PATH).orElseThrow();
  }

  /** The environment module that brings a JDK. */
  public Optional<String> module() {
    return text(SlurmKey.MODULE);
  }

  /** Whether agents run in a container. */
  public boolean container() {
    return value(SlurmKey.CONTAINER, Boolean::valueOf).orElse(false);
  }

  /** The client's image, as compute nodes see it. */
  public Optional<Path> image() {
    return value(SlurmKey.IMAGE, Path::of);
  }

  /** At most so many calls of Slurm a second. */
  public double requestsPerSecond() {
    return value(SlurmKey.REQUESTS_PER_SECOND, Double::valueOf).orElseThrow();
  }

  /** How long to wait between two looks at the jobs while something happens. */
  public Duration pollInterval() {
    return value(SlurmKey.POLL_SECONDS, Double::valueOf)
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
        .orElseThrow();
  }

  /**
   * Where the token for slurmrestd comes from: fixed for {@code jwt}, read again when it changes
   * for {@code jwt_file}, renewed in time for {@code jwt_command}. Gives none where none is set,
   * and for the commands, which have their own credentials.
   */
  public TokenSource tokens(Clock clock) {
    if (transport() == SlurmTransport.COMMANDS) {
      return Optional::empty;
    }
    return setting(SlurmKey.JWT)
        .<TokenSource>map(jwt -> new FixedToken(jwt.text(), jwt.origin(), clock))
        .or(() -> value(SlurmKey.JWT_FILE, file -> new TokenFile(Path.of(file), clock)))
        .or(() -> value(SlurmKey.JWT_COMMAND, text -> TokenCommand.of(text, clock)))
        .orElse(Optional::empty);
  }

  /** What is missing before a job can be submitted, one sentence each; empty when nothing is. */
  public List<String> missingForJobs() {
    return new JobRequirements(this, searchPath).missing();
  }

  /** What can be meant so and is more often a mistake, one sentence each. */
  public List<String> remarks() {
    return new ConfigRemarks(this).all();
  }

  Optional<String> text(SlurmKey key) {
    return setting(key).map(SlurmSetting::text);
  }

  private <T> Optional<T> value(SlurmKey key, Function<String, T> read) {
    return text(key).map(read);
  }

  /** Never shows a token. */
  @Override
  public String toString() {
    return settings.values().toString();
  }
}
