package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.group.InvalidRequestException;

/** A benchmark id as it stands in a path. */
public record BenchmarkId(long value) {

  /**
   * Called by JAX-RS.
   *
   * @throws InvalidRequestException naming the text that is no id
   */
  public static BenchmarkId fromString(String text) {
    try {
      return new BenchmarkId(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(
          "benchmark_id must be a whole number, not \"%s\"".formatted(text));
    }
  }
}
