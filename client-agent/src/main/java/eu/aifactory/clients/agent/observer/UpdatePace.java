package eu.aifactory.clients.agent.observer;

import eu.aifactory.clients.protocol.ObserverRegistration.UpdatePreferences;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often an observer is told, as its {@code update_preferences} ask. */
final class UpdatePace {
  static final Duration SHORTEST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Pattern FREQUENCY = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)");

  private UpdatePace() {}

  /**
   * Time between two updates; empty when only the end of a run is asked for.
   *
   * @throws BadObserverException naming the value that cannot be followed
   */
  static Optional<Duration> of(UpdatePreferences preferences) {
    if (!"json".equalsIgnoreCase(preferences.format())) {
      throw new BadObserverException(
          "update_preferences.format must be \"json\", not \"%s\"".formatted(preferences.format()));
    }
    return Optional.ofNullable(preferences.frequency()).map(UpdatePace::interval);
  }

  private static Duration interval(String frequency) {
    Matcher parts = FREQUENCY.matcher(frequency.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new BadObserverException(
          ("update_preferences.frequency must be a number and ms, s, m or h, such as \"10s\", not"
                  + " \"%s\"")
              .formatted(frequency));
    }
    double unitNanos =
        switch (parts.group(2)) {
          case "ms" -> 1e6;
          case "s" -> 1e9;
          case "m" -> 60e9;
          default -> 3600e9;
        };
    Duration interval =
        Duration.ofNanos(Math.round(Double.parseDouble(parts.group(1)) * unitNanos));
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new BadObserverException(
          "update_preferences.frequency must be 100ms to 24h, not \"%s\"".formatted(frequency));
    }
    return interval;
  }
}
