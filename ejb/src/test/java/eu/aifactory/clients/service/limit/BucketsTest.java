package eu.aifactory.clients.service.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private final AtomicLong now = new AtomicLong();
  private final Buckets buckets = new Buckets(new Rate(1, 2), 3, now::get);

  @Test
  void keepsCallersApart() {
    takeAll("anna");

    assertThat(buckets.take("anna")).isEqualTo(Duration.ofSeconds(1));
    assertThat(buckets.take("bert")).isZero();
  }

  @Test
  void keepsSoManyAtMostAndLetsTheRestShareOne() {
    takeAll("one");
    takeAll("two");
    takeAll("three");
    takeAll("four");

    for (int i = 0; i < 10_000; i++) {
      assertThat(buckets.take("made up " + i)).as("one of many").isPositive();
    }
    assertThat(buckets.size()).isEqualTo(3);
    assertThat(buckets.untilNext("another")).isPositive();
  }

  @Test
  void forgetsThoseThatAreAsGoodAsNew() {
    takeAll("one");
    takeAll("two");
    takeAll("three");
    now.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(buckets.take("four")).isZero();
    assertThat(buckets.knows("one")).isFalse();
    assertThat(buckets.knows("four")).isTrue();
  }

  @Test
  void looksWithoutTakingOrKeeping() {
    for (int i = 0; i < 100; i++) {
      assertThat(buckets.untilNext("anna")).isZero();
    }
    assertThat(buckets.size()).isZero();
  }

  @Test
  void givesAKeyARateOfItsOwnAndWhatThatIsMore() {
    takeAll("agents");
    buckets.allow("agents", new Rate(10, 20));

    for (int i = 0; i < 18; i++) {
      assertThat(buckets.take("agents")).as("call %d", i).isZero();
    }
    assertThat(buckets.take("agents")).isEqualTo(Duration.ofMillis(100));
    buckets.allow("agents", new Rate(10, 20));
    assertThat(buckets.take("agents")).as("the same again gives nothing").isPositive();
  }

  private void takeAll(String key) {
    assertThat(buckets.take(key)).isZero();
    assertThat(buckets.take(key)).isZero();
  }
}
