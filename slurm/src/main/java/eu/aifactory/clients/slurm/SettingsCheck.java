package eu.aifactory.clients.slurm;

import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.protocol.JobOptionsCheck;
import eu.aifactory.clients.protocol.WorkloadCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Says what is wrong with the form of values, one sentence a fault, naming origin and key. */
final class SettingsCheck {
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}");
  private static final Pattern API = Pattern.compile("auto|v0\\.0\\.(?:3[6-9]|4[0-5])");
  private static final Pattern TRANSPORT = Pattern.compile("rest|commands");
  private static final Pattern YES_NO = Pattern.compile("true|false");
  private static final Pattern MODULE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+/-]{0,127}");

  /**
   * No "%", which Slurm replaces in names of files, and nothing that a mount option would split.
   */
  private static final Pattern FOLDER = Pattern.compile("/[A-Za-z0-9_./@=+-]{0,499}");

  private static final Pattern SEARCH_PATH =
      Pattern.compile("/[A-Za-z0-9_./@=+-]{0,499}(?::/[A-Za-z0-9_./@=+-]{0,499}){0,19}");

  private static final double MOST_REQUESTS_PER_SECOND = 1000;
  private static final double MOST_POLL_SECONDS = 600;
  private static final double LEAST = 0.1;

  private final Map<SlurmKey, SlurmSetting> settings;
  private final Map<String, String> environment;
  private final List<String> faults = new ArrayList<>();

  SettingsCheck(Map<SlurmKey, SlurmSetting> settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /** Whether the path can stand in a job. */
  static boolean isFolder(String text) {
    return FOLDER.matcher(text).matches();
  }

  List<String> faults() {
    misplacedTokens();
    address();
    form(SlurmKey.USER_NAME, USER, "the name of a user");
    form(SlurmKey.API_VER, API, "auto, or v0.0.36 to v0.0.45");
    form(SlurmKey.TRANSPORT, TRANSPORT, "rest or commands");
    form(SlurmKey.CONTAINER, YES_NO, "true or false");
    form(SlurmKey.PATH, SEARCH_PATH, "absolute paths with colons between them");
    form(SlurmKey.MODULE, MODULE, "the name of an environment module");
    for (SlurmKey key :
        List.of(
            SlurmKey.JWT_FILE,
            SlurmKey.COMMANDS,
            SlurmKey.WORK_DIR,
            SlurmKey.STAGE_DIR,
            SlurmKey.IMAGE)) {
      form(key, FOLDER, "an absolute path of letters, digits and _ . / @ = + -");
    }
    number(SlurmKey.REQUESTS_PER_SECOND, MOST_REQUESTS_PER_SECOND);
    number(SlurmKey.POLL_SECONDS, MOST_POLL_SECONDS);
    token();
    jobOptions();
    return List.copyOf(faults);
  }

  /** One of them would otherwise be put into a job, where all can read it. */
  private void misplacedTokens() {
    settings.values().stream()
        .filter(setting -> setting.key() != SlurmKey.JWT && Redaction.isNeeded(setting.text()))
        .forEach(
            setting ->
                fault(setting, setting.key().text() + " holds a token, which belongs in jwt"));
  }

  private void address() {
    at(SlurmKey.URL)
        .ifPresent(
            url ->
                WorkloadCheck.addressProblems("url", url.text())
                    .forEach(problem -> fault(url, problem)));
  }

  private void form(SlurmKey key, Pattern legal, String wanted) {
    at(key)
        .filter(setting -> !legal.matcher(setting.text()).matches())
        .ifPresent(
            setting ->
                fault(
                    setting, "%s must be %s, not \"%s\"".formatted(key.text(), wanted, text(key))));
  }

  private void number(SlurmKey key, double most) {
    at(key)
        .filter(setting -> !isWithin(setting.text(), most))
        .ifPresent(
            setting ->
                fault(
                    setting,
                    "%s must be a number from %s to %.0f, not \"%s\""
                        .formatted(key.text(), LEAST, most, text(key))));
  }

  private static boolean isWithin(String text, double most) {
    // Double.valueOf would take "1d" and "0x1p3" as well.
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      return false;
    }
    double number = Double.parseDouble(text);
    return number >= LEAST && number <= most;
  }

  private void token() {
    at(SlurmKey.JWT)
        .ifPresent(
            jwt -> {
              try {
                SlurmToken.parse(jwt.text());
              } catch (MalformedTokenException e) {
                fault(jwt, "jwt " + e.getMessage());
              }
            });
    at(SlurmKey.JWT_COMMAND)
        .ifPresent(
            command -> {
              ArgumentVector.problem(command.text())
                  .ifPresent(problem -> fault(command, "jwt_command " + problem));
              if (isInContainer()) {
                fault(
                    command,
                    "jwt_command cannot be used inside a container, where tokens are not renewed:"
                        + " make one on the host and give it as SLURM_JWT");
              }
            });
  }

  private boolean isInContainer() {
    return environment.containsKey("APPTAINER_CONTAINER")
        || environment.containsKey("SINGULARITY_CONTAINER");
  }

  private void jobOptions() {
    option(SlurmKey.PARTITION, text -> options(text, null, null, null, null, null));
    option(SlurmKey.ACCOUNT, text -> options(null, text, null, null, null, null));
    option(SlurmKey.QOS, text -> options(null, null, text, null, null, null));
    option(SlurmKey.CONSTRAINT, text -> options(null, null, null, text, null, null));
    option(SlurmKey.RESERVATION, text -> options(null, null, null, null, text, null));
    option(SlurmKey.GRES, text -> options(null, null, null, null, null, text));
    option(SlurmKey.MEMORY, text -> more(null, text, null));
    option(SlurmKey.EXCLUDE, text -> more(null, null, text));
    if (at(SlurmKey.CPUS).isPresent() && !text(SlurmKey.CPUS).matches("[0-9]{1,9}")) {
      fault(
          settings.get(SlurmKey.CPUS),
          "cpus must be a whole number, not \"%s\"".formatted(text(SlurmKey.CPUS)));
    } else {
      option(SlurmKey.CPUS, text -> more(Integer.valueOf(text), null, null));
    }
  }

  private void option(SlurmKey key, Function<String, JobOptions> only) {
    at(key)
        .ifPresent(
            setting ->
                JobOptionsCheck.problems(only.apply(setting.text()), 1)
                    .forEach(
                        problem ->
                            fault(setting, Redaction.of(problem.replaceFirst("^job\\.", "")))));
  }

  private static JobOptions options(
      String partition,
      String account,
      String qos,
      String constraint,
      String reservation,
      String gres) {
    return new JobOptions(
        partition, account, qos, constraint, reservation, gres, null, null, null, null);
  }

  private static JobOptions more(Integer cpus, String memory, String exclude) {
    return new JobOptions(null, null, null, null, null, null, cpus, memory, null, exclude);
  }

  private Optional<SlurmSetting> at(SlurmKey key) {
    return Optional.ofNullable(settings.get(key))
        .filter(setting -> key == SlurmKey.JWT || !Redaction.isNeeded(setting.text()));
  }

  private String text(SlurmKey key) {
    return settings.get(key).shown();
  }

  private void fault(SlurmSetting setting, String sentence) {
    faults.add("%s: %s".formatted(setting.origin(), Redaction.of(sentence)));
  }
}
