package eu.aifactory.clients.benchmarks.accuracy;

import eu.aifactory.clients.emulator.RequestTruth;
import java.util.List;
import java.util.Locale;

/**
 * The index of dispersion of arrivals as the server saw them: variance over mean of the requests in
 * windows of equal length; 1 for a Poisson process. The windows at both ends are left out.
 */
record Dispersion(double index, double perSecond, int windows) {

  static Dispersion of(List<RequestTruth> truth, long windowMillis) {
    long[] arrivals = truth.stream().mapToLong(RequestTruth::receivedNanos).sorted().toArray();
    long window = windowMillis * 1_000_000;
    int windows =
        arrivals.length == 0 ? 0 : (int) ((arrivals[arrivals.length - 1] - arrivals[0]) / window);
    if (windows < 2) {
      return new Dispersion(Double.NaN, Double.NaN, windows);
    }
    long[] counts = new long[windows];
    for (long arrival : arrivals) {
      int place = (int) ((arrival - arrivals[0]) / window);
      if (place < windows) {
        counts[place]++;
      }
    }
    double mean = 0;
    for (long count : counts) {
      mean += count / (double) windows;
    }
    double squares = 0;
    for (long count : counts) {
      squares += (count - mean) * (count - mean);
    }
    return new Dispersion(squares / (windows - 1) / mean, mean * 1000 / windowMillis, windows);
  }

  String line() {
    return String.format(Locale.ROOT, "%.4f %.2f %d", index, perSecond, windows);
  }
}
