package eu.aifactory.clients.service.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a clock that the test moves, over random rates, pauses and numbers of calls. */
class TokenBucketTest {
  private static final int CALLS = 3_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverLetsThroughMoreThanTheRateInAnyStretchOfTime(long seed) {
    Random random = new Random(seed);
    Rate rate = anyRate(random);
    TokenBucket bucket = new TokenBucket(rate, 0);
    List<Long> taken = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < CALLS; i++) {
      now += pause(random, rate);
      if (bucket.take(now).isZero()) {
        taken.add(now);
      }
    }

    for (int from = 0; from < taken.size(); from += 7) {
      for (int to = from; to < taken.size(); to += 5) {
        double seconds = (taken.get(to) - taken.get(from)) / 1e9;
        assertThat(to - from + 1.0)
            .as("calls within %s s at %s", seconds, rate)
            .isLessThanOrEqualTo(rate.burst() + seconds * rate.perSecond() + 1e-3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void saysHowLongToWaitAndNotLonger(long seed) {
    Random random = new Random(seed);
    Rate rate = anyRate(random);
    TokenBucket bucket = new TokenBucket(rate, 0);
    long now = 0;
    int refused = 0;
    for (int i = 0; i < CALLS; i++) {
      now += pause(random, rate) / 4;
      Duration wait = bucket.take(now);
      if (!wait.isZero()) {
        refused++;
        long early = wait.toNanos() - 1_000;
        assertThat(early <= 0 || !bucket.untilNext(now + early).isZero()).as("early").isTrue();
        now += wait.toNanos();
        assertThat(bucket.take(now)).as("in time, at %s", rate).isZero();
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void neverRefusesWhoeverKeepsToTheRate() {
    TokenBucket bucket = new TokenBucket(new Rate(3, 1), 0);

    for (int i = 0; i < CALLS; i++) {
      assertThat(bucket.take((long) Math.ceil(i * 1e9 / 3) + i)).isZero();
    }
  }

  @Test
  void givesWhoeverWasQuietTheWholeBurstAndNotMore() {
    TokenBucket bucket = new TokenBucket(new Rate(1, 5), 0);
    long later = Duration.ofDays(300).toNanos();

    for (int i = 0; i < 5; i++) {
      assertThat(bucket.take(later)).isZero();
    }
    assertThat(bucket.take(later)).isEqualTo(Duration.ofSeconds(1));
  }

  private static Rate anyRate(Random random) {
    return new Rate(0.1 + random.nextDouble() * 100, 1 + random.nextInt(50));
  }

  /** Twice as many calls as the rate allows, in heaps and with pauses between them. */
  private static long pause(Random random, Rate rate) {
    return random.nextInt(4) == 0 ? (long) (random.nextDouble() * 4e9 / rate.perSecond()) : 0;
  }
}
