package eu.aifactory.clients.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One putting together of a configuration: who wins, and every fault on the way. */
final class SlurmConfigLoad {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          SlurmKey.API_VER.text(),
          SlurmConfig.NEWEST_API,
          SlurmKey.TRANSPORT.text(),
          "rest",
          SlurmKey.CONTAINER.text(),
          "false",
          SlurmKey.PATH.text(),
          "/usr/local/bin:/usr/bin:/bin",
          SlurmKey.REQUESTS_PER_SECOND.text(),
          "10",
          SlurmKey.POLL_SECONDS.text(),
          "2");

  /** The command line and the environment. */
  private static final int FILE_NAMERS = 2;

  /** Ways to the one token: among them, too, the source of higher precedence wins. */
  private static final Set<SlurmKey> TOKENS =
      Set.of(SlurmKey.JWT, SlurmKey.JWT_FILE, SlurmKey.JWT_COMMAND);

  private final Map<SlurmKey, List<SlurmSetting>> given = new EnumMap<>(SlurmKey.class);
  private final Map<SlurmSetting, Integer> ranks = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int rank;
  private int lastGivenRank;

  private SlurmConfigLoad() {}

  static SlurmConfig load(
      Map<String, String> commandLine,
      Map<String, String> environment,
      List<SlurmConfigSource> others,
      Supplier<Optional<String>> cluster) {
    SlurmConfigLoad load = new SlurmConfigLoad();
    load.add(new ValueMap("command line", commandLine));
    load.add(new SlurmEnvironment(environment));
    load.addFile();
    others.forEach(load::add);
    load.lastGivenRank = load.rank;
    load.addDetected(cluster);
    load.addDefaults();
    Map<SlurmKey, SlurmSetting> settings = load.winners();
    load.faults.addAll(new SettingsCheck(settings, environment).faults());
    if (!load.faults.isEmpty()) {
      throw new SlurmConfigException(load.faults);
    }
    return new SlurmConfig(settings, environment.getOrDefault("PATH", ""));
  }

  private void add(SlurmConfigSource source) {
    rank++;
    try {
      source.values().forEach((name, value) -> add(source, name, value));
    } catch (SlurmConfigException e) {
      faults.addAll(e.faults());
    }
  }

  private void add(SlurmConfigSource source, String name, String value) {
    // The file is read by then: whoever comes later cannot name another.
    boolean mayNameFile = rank <= FILE_NAMERS;
    Optional<SlurmKey> key =
        SlurmKey.of(name).filter(known -> mayNameFile || known != SlurmKey.CONFIG);
    if (key.isEmpty()) {
      faults.add("%s: unknown key %s".formatted(source.origin(name), Redaction.of(name)));
    } else if (value != null && !value.isBlank()) {
      String origin = source.origin(name);
      SlurmSetting setting = new SlurmSetting(key.get(), value.strip(), origin, List.of());
      given.computeIfAbsent(key.get(), unused -> new ArrayList<>()).add(setting);
      ranks.put(setting, rank);
    }
  }

  private void addFile() {
    Optional<SlurmSetting> config = winner(SlurmKey.CONFIG);
    if (config.isPresent()) {
      try {
        add(SlurmConfigFile.read(Path.of(config.get().text()), config.get().origin()));
      } catch (SlurmConfigException e) {
        faults.addAll(e.faults());
      }
    }
  }

  /** Nothing is sent over the network when the answer would not be used. */
  private void addDetected(Supplier<Optional<String>> cluster) {
    // "?" in a container whose user has no name.
    String user = System.getProperty("user.name", "?").replace("?", "");
    add(new ValueMap("detected: current user", Map.of(SlurmKey.USER_NAME.text(), user)));
    if (winner(SlurmKey.USER_NAME).isEmpty()) {
      faults.add("user_name is missing, and this process has none: set AIF_SLURM_USER_NAME");
    }
    boolean rest =
        winner(SlurmKey.TRANSPORT).map(SlurmSetting::text).orElse("rest").equalsIgnoreCase("rest");
    if (rest && winner(SlurmKey.URL).isEmpty() && faults.isEmpty()) {
      Map<String, String> found = new HashMap<>();
      cluster.get().ifPresent(url -> found.put(SlurmKey.URL.text(), url));
      add(new ValueMap("detected: slurmrestd of this machine", found));
    }
  }

  private void addDefaults() {
    add(new ValueMap("default", DEFAULTS));
    Optional<SlurmSetting> workDir =
        winner(SlurmKey.WORK_DIR).filter(setting -> SettingsCheck.isFolder(setting.text()));
    if (workDir.isPresent() && winner(SlurmKey.STAGE_DIR).isEmpty()) {
      String stage = workDir.get().text().replaceAll("/+$", "") + "/stage";
      add(new ValueMap("default, in work_dir", Map.of(SlurmKey.STAGE_DIR.text(), stage)));
    }
  }

  private Optional<SlurmSetting> winner(SlurmKey key) {
    return Optional.ofNullable(given.get(key)).map(List::getFirst);
  }

  private Map<SlurmKey, SlurmSetting> winners() {
    keepOneToken();
    Map<SlurmKey, SlurmSetting> winners = new EnumMap<>(SlurmKey.class);
    given.forEach(
        (key, settings) -> {
          SlurmSetting first = settings.getFirst();
          List<String> overruled = new ArrayList<>(first.overruled());
          settings.stream()
              .skip(1)
              // That nobody's choice counts less is no news.
              .filter(setting -> ranks.get(setting) <= lastGivenRank)
              .filter(setting -> !setting.text().equals(first.text()))
              .forEach(setting -> overruled.add(setting.origin()));
          winners.put(key, new SlurmSetting(key, first.text(), first.origin(), overruled));
        });
    return Collections.unmodifiableMap(winners);
  }

  private void keepOneToken() {
    List<SlurmSetting> tokens =
        TOKENS.stream()
            .flatMap(key -> winner(key).stream())
            .sorted(
                Comparator.<SlurmSetting>comparingInt(ranks::get).thenComparing(SlurmSetting::key))
            .toList();
    if (tokens.size() < 2) {
      return;
    }
    SlurmSetting best = tokens.getFirst();
    List<String> overruled = new ArrayList<>();
    for (SlurmSetting other : tokens.subList(1, tokens.size())) {
      if (ranks.get(other).equals(ranks.get(best))) {
        faults.add(
            "%s gives %s and %s gives %s: keep one of them"
                .formatted(best.origin(), best.key().text(), other.origin(), other.key().text()));
      }
      overruled.add("%s of %s".formatted(other.key().text(), other.origin()));
      given.remove(other.key());
    }
    SlurmSetting marked = new SlurmSetting(best.key(), best.text(), best.origin(), overruled);
    given.get(best.key()).set(0, marked);
  }

  /** A source that is there as a whole. */
  private record ValueMap(String name, Map<String, String> values) implements SlurmConfigSource {}
}
