package eu.aifactory.clients.slurm;

import java.util.List;

/**
 * One value with where it came from. Its text can be a token: that shows by {@link #text} alone.
 *
 * @param origin such as "environment variable USER", or "file /etc/aif/slurm.conf, line 3"
 * @param overruled the origins of values of the same key that counted less
 */
public record SlurmSetting(SlurmKey key, String text, String origin, List<String> overruled) {
  public SlurmSetting {
    overruled = List.copyOf(overruled);
  }

  /** The value as a person may see it. */
  public String shown() {
    return key == SlurmKey.JWT ? "***" : Redaction.of(text);
  }

  @Override
  public String toString() {
    return "%s = %s (%s)".formatted(key.text(), shown(), origin);
  }
}
