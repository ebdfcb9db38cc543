package eu.aifactory.clients.slurm;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of lines {@code key=value}: spaces around both, quotes around the value, empty lines and
 * comments from {@code #} to the end of the line are allowed. No fault repeats a line whose key is
 * not known to be harmless: it may hold a token.
 */
final class SlurmConfigFile implements SlurmConfigSource {
  private static final long MOST_BYTES = 64 * 1024;
  private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z0-9_.-]{1,60})\\s*=(.*)");
  private static final Pattern QUOTED =
      Pattern.compile("\\s*(?:\"([^\"]*)\"|'([^']*)')\\s*(?:#.*)?");
  private static final Pattern PLAIN = Pattern.compile("\\s*(.*?)\\s*(?:(?<=^|\\s)#.*)?");

  private final Path path;
  private final Map<SlurmKey, Integer> lines = new EnumMap<>(SlurmKey.class);
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private SlurmConfigFile(Path path) {
    this.path = path;
  }

  /**
   * @param origin where the file's name came from
   * @throws SlurmConfigException naming the file, and line and key where one is at fault
   */
  static SlurmConfigFile read(Path path, String origin) {
    SlurmConfigFile file = new SlurmConfigFile(path);
    file.readLines(origin);
    if (file.values.containsKey(SlurmKey.JWT.text())) {
      SecretFile.fault(path)
          .ifPresent(fault -> file.faults.add("file %s holds jwt and %s".formatted(path, fault)));
    }
    if (!file.faults.isEmpty()) {
      throw new SlurmConfigException(file.faults);
    }
    return file;
  }

  @Override
  public String name() {
    return "file " + path;
  }

  @Override
  public Map<String, String> values() {
    return values;
  }

  @Override
  public String origin(String key) {
    return SlurmKey.of(key)
        .map(lines::get)
        .map(number -> "%s, line %d".formatted(name(), number))
        .orElse(name());
  }

  private void readLines(String origin) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        faults.add("%s has more than %d KB".formatted(name(), MOST_BYTES / 1024));
        return;
      }
      int number = 0;
      for (String line : Files.readAllLines(path)) {
        number++;
        line(number, number == 1 ? line.replaceFirst("^\uFEFF", "") : line);
      }
    } catch (CharacterCodingException e) {
      faults.add(name() + " is not text in UTF-8");
    } catch (IOException e) {
      faults.add("%s (from %s) is not there, or cannot be read".formatted(name(), origin));
    }
  }

  private void line(int number, String line) {
    if (line.isBlank() || line.strip().startsWith("#")) {
      return;
    }
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      faults.add("%s, line %d is not key=value".formatted(name(), number));
      return;
    }
    Optional<SlurmKey> key = SlurmKey.of(parts.group(1));
    if (key.isEmpty() || key.get() == SlurmKey.CONFIG) {
      faults.add(unknown(number, parts.group(1)));
      return;
    }
    Integer earlier = lines.put(key.get(), number);
    if (earlier != null) {
      faults.add(
          "%s, line %d: %s is given in line %d already"
              .formatted(name(), number, key.get().text(), earlier));
      return;
    }
    values.put(key.get().text(), value(parts.group(2)));
  }

  private String unknown(int number, String name) {
    String here =
        SlurmKey.ofVariable(name)
            .filter(key -> key != SlurmKey.CONFIG)
            .map(key -> ": here it is called " + key.text())
            .orElse("");
    return "%s, line %d: unknown key %s%s".formatted(name(), number, Redaction.of(name), here);
  }

  private static String value(String written) {
    Matcher quoted = QUOTED.matcher(written);
    if (quoted.matches()) {
      return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
    }
    Matcher plain = PLAIN.matcher(written);
    return plain.matches() ? plain.group(1) : written.strip();
  }
}
