package eu.aifactory.clients.load.client;

import java.util.List;
import java.util.Optional;

/** The key that an AI server asks for, if any; never part of a message or a log. */
final class Credentials {
  private final String apiKey;

  /**
   * @param apiKey empty for none
   * @throws IllegalArgumentException when it cannot stand in a header
   */
  Credentials(String apiKey) {
    if (!apiKey.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException(
          "the API key holds characters that an HTTP header cannot carry");
    }
    this.apiKey = apiKey;
  }

  /** The value of the {@code Authorization} header. */
  Optional<String> authorization() {
    return apiKey.isEmpty() ? Optional.empty() : Optional.of("Bearer " + apiKey);
  }

  /** The line and, where there is a key, the one that carries it. */
  List<String> headerLines(String line) {
    return authorization()
        .map(value -> List.of(line, "Authorization: " + value))
        .orElse(List.of(line));
  }

  @Override
  public String toString() {
    return apiKey.isEmpty() ? "no key" : "a key";
  }
}
