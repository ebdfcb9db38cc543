package eu.aifactory.clients.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.FakeService;
import eu.aifactory.clients.agent.service.TestLink;
import eu.aifactory.clients.agent.settings.TestSettings;
import eu.aifactory.clients.protocol.Barrier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceDirectorTest {
  private final FakeService service = new FakeService();
  private final CountDownLatch delivered = new CountDownLatch(1);
  private final List<Integer> askedBeforeDelivery = new CopyOnWriteArrayList<>();
  private final List<String> stops = new CopyOnWriteArrayList<>();
  private final TestLink link = TestLink.of(TestSettings.with(service.address(), Map.of()));
  private final String agent = link.identity().name();
  private final ServiceDirector director =
      new ServiceDirector(
          "run-1", link.link(), link.clock(), Duration.ofMillis(20), this::deliver, stops::add);

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void asksWhenAllThatWasMeasuredIsDelivered() throws Exception {
    service.choose(20, 40);
    CompletableFuture<OptionalDouble> rate = next(2);
    delivered.countDown();

    assertThat(rate.get(30, TimeUnit.SECONDS)).hasValue(40);
    assertThat(askedBeforeDelivery).containsExactly(0);
    assertThat(service.barriers).containsExactly(Barrier.before(2, agent, false));
    assertThat(director.start(2)).isAfter(Instant.now().minusSeconds(1));
    assertThat(service.barriers.getLast()).isEqualTo(Barrier.before(2, agent, true));
  }

  @Test
  void waitsForTheChoiceAlsoOfAServiceThatWasAway() throws Exception {
    delivered.countDown();
    CompletableFuture<OptionalDouble> rate = next(1);
    Eventually.await("some questions", () -> service.barriers.size() > 2);
    service.goAway();
    service.choose(30);
    service.comeBack();

    assertThat(rate.get(30, TimeUnit.SECONDS)).hasValue(30);
    assertThat(stops).isEmpty();
  }

  @Test
  void knowsWhenNoStageFollows() throws Exception {
    delivered.countDown();
    service.choose(30);

    assertThat(director.next(2, false)).isEmpty();
  }

  @Test
  void stopsTheRunThatTheServiceCallsOff() throws Exception {
    delivered.countDown();
    service.abortRun("the job is over");

    assertThat(director.next(1, false)).isEmpty();
    assertThat(stops).containsExactly("the job is over");
  }

  private void deliver() throws InterruptedException {
    delivered.await();
    askedBeforeDelivery.add(service.barriers.size());
  }

  private CompletableFuture<OptionalDouble> next(int stage) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return director.next(stage, false);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
