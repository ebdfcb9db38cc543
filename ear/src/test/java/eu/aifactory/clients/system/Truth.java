package eu.aifactory.clients.system;

import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.emulator.VllmEmulator;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the emulator knows of the requests since some moment: what a result has to agree with. */
record Truth(List<RequestTruth> requests) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** From now on requests count from 0. */
  static void beginAnew(VllmEmulator emulator) {
    emulator.truth().clear();
  }

  static Truth of(VllmEmulator emulator) {
    return new Truth(emulator.truth().records());
  }

  long sent() {
    return requests.size();
  }

  long completed() {
    return requests.stream().filter(RequestTruth::completed).count();
  }

  long completionTokens() {
    return requests.stream().filter(RequestTruth::completed).mapToLong(RequestTruth::tokens).sum();
  }

  long promptTokens() {
    return requests.stream()
        .filter(RequestTruth::completed)
        .mapToLong(RequestTruth::promptTokens)
        .sum();
  }

  /** From the request's last byte read to the write of the first token. */
  double medianTtftMillis() {
    return medianMillis(
        request ->
            request.chunks().stream()
                    .filter(chunk -> chunk.tokens() > 0)
                    .findFirst()
                    .orElseThrow()
                    .sentNanos()
                - request.receivedNanos());
  }

  /** From the request's last byte read to the write of the answer's last byte. */
  double medianE2eMillis() {
    return medianMillis(
        request -> request.chunks().getLast().sentNanos() - request.receivedNanos());
  }

  private double medianMillis(ToLongFunction<RequestTruth> time) {
    List<Long> sorted =
        requests.stream()
            .filter(RequestTruth::completed)
            .map(time::applyAsLong)
            .sorted(Comparator.naturalOrder())
            .toList();
    return sorted.get((sorted.size() - 1) / 2) / NANOS_PER_MILLI;
  }
}
