package eu.aifactory.clients.service.dispatch;

import java.util.Locale;
import java.util.Optional;

/** What a job and its agents write. */
public enum JobOutput {
  STDOUT,
  STDERR;

  /** By the name that callers use, such as {@code stdout}. */
  public static Optional<JobOutput> named(String name) {
    for (JobOutput output : values()) {
      if (output.toString().equals(name)) {
        return Optional.of(output);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
