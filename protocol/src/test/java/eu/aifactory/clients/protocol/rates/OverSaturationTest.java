package eu.aifactory.clients.protocol.rates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a simulated server with a fixed number of slots: no clock, no socket. */
class OverSaturationTest {
  private static final double SAMPLES_PER_SECOND = 4;
  private static final double NEVER = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({"20, 1, 0.3", "20, 1, 0.8", "100, 5, 0.8", "1, 0.1, 0.7", "400, 2, 0.9"})
  void aServerThatKeepsUpIsNotOverSaturated(int slots, double seconds, double load) {
    for (int seed = 0; seed < 10; seed++) {
      assertThat(foundAfter(slots, seconds, load, 300, seed)).as("seed %d", seed).isEqualTo(NEVER);
    }
  }

  @ParameterizedTest
  @CsvSource({"20, 1, 1.3", "20, 1, 2", "100, 5, 1.5", "10, 0.1, 1.2", "400, 2, 1.3"})
  void aServerThatFallsBehindIs(int slots, double seconds, double load) {
    for (int seed = 0; seed < 10; seed++) {
      assertThat(foundAfter(slots, seconds, load, 120, seed)).as("seed %d", seed).isLessThan(120);
    }
  }

  /** Seconds until it is found, by simulating arrivals at {@code load} times the capacity. */
  private static double foundAfter(
      int slots, double serviceSeconds, double load, double limit, int seed) {
    Random random = new Random(seed);
    List<OverSaturation> windows =
        StopConditions.windowSeconds(limit)
            .mapToObj(window -> new OverSaturation(window, SAMPLES_PER_SECOND))
            .toList();
    windows.forEach(window -> window.restart(0));
    double rate = load * slots / serviceSeconds;
    PriorityQueue<Double> busyUntil = new PriorityQueue<>();
    double arrival = 0;
    long intended = 0;
    long ended = 0;
    double latencies = 0;
    PriorityQueue<double[]> answers = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
    for (double now = 0; now < limit; now += 1 / SAMPLES_PER_SECOND) {
      while (arrival <= now) {
        double begins = busyUntil.size() < slots ? arrival : Math.max(arrival, busyUntil.poll());
        double end = begins + serviceSeconds * (0.5 + random.nextDouble());
        busyUntil.add(end);
        answers.add(new double[] {end, end - arrival});
        intended++;
        arrival -= Math.log(1 - random.nextDouble()) / rate;
      }
      while (!answers.isEmpty() && answers.peek()[0] <= now) {
        latencies += answers.poll()[1];
        ended++;
      }
      double mean = ended == 0 ? Double.NaN : latencies / ended;
      for (OverSaturation window : windows) {
        if (window.add(now, intended, ended, mean)) {
          return now;
        }
      }
    }
    return NEVER;
  }
}
