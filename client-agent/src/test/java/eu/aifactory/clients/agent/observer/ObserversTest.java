package eu.aifactory.clients.agent.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.WireJsonResolver;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.ObserverRegistration.UpdatePreferences;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObserversTest {
  private final FakeMonitor monitor = new FakeMonitor();
  private final Observers observers = new Observers(WireJsonResolver.jsonb());

  @AfterEach
  void close() {
    observers.close();
    monitor.close();
  }

  @Test
  void tellsOfTheEndAlone() throws Exception {
    monitor.answering();
    observers.add(registration(null));

    observers.runBegins(() -> update("RUNNING"));
    observers.runEnded(update("COMPLETED"));
    observers.awaitSent(Duration.ofSeconds(10));

    assertThat(monitor.updates).hasSize(1);
    assertThat(monitor.updates.getFirst().getString("state")).isEqualTo("COMPLETED");
    assertThat(monitor.updates.getFirst().getJsonNumber("benchmark_id").intValue()).isEqualTo(123);
    assertThat(monitor.updates.getFirst().isNull("ttft_ms")).isTrue();
    assertThat(monitor.contentTypes).containsOnly("application/json");
  }

  @Test
  void tellsAtItsPaceAndNothingAfterTheEnd() throws Exception {
    monitor.answering();
    observers.add(registration("100ms"));

    observers.runBegins(() -> update("RUNNING"));
    Eventually.await("three updates", () -> monitor.updates.size() >= 3);
    observers.runEnded(update("STOPPED"));
    observers.awaitSent(Duration.ofSeconds(10));
    int told = monitor.updates.size();

    assertThat(monitor.updates.getLast().getString("state")).isEqualTo("STOPPED");
    assertThat(monitor.updates.subList(0, told - 1))
        .allMatch(update -> update.getString("state").equals("RUNNING"));
  }

  @Test
  void tellsOneThatComesDuringARun() {
    monitor.answering();
    observers.runBegins(() -> update("RUNNING"));

    observers.add(registration("100ms"));

    Eventually.await("an update", () -> !monitor.updates.isEmpty());
  }

  @Test
  void countsOneAddressOnceAndTakesItsNewWish() throws Exception {
    monitor.answering();
    observers.add(registration("100ms"));
    observers.add(registration(null));

    observers.runBegins(() -> update("RUNNING"));
    observers.runEnded(update("COMPLETED"));
    observers.awaitSent(Duration.ofSeconds(10));

    assertThat(monitor.updates).hasSize(1);
  }

  @Test
  void dropsTheOldestForAMonitorThatHangs() {
    try (MonitorProxy proxy =
        new MonitorProxy("127.0.0.1", monitor.port(), WireJsonResolver.jsonb())) {
      proxy.update(update("FIRST"));
      Eventually.await("the first hangs", () -> monitor.updates.size() == 1);
      for (int i = 0; i < MonitorProxy.MOST_WAITING + 7; i++) {
        proxy.update(update("NEXT-" + i));
      }

      assertThat(proxy.dropped()).isEqualTo(7);
      monitor.answering();
      Eventually.await("the rest", () -> monitor.updates.size() == 1 + MonitorProxy.MOST_WAITING);
      assertThat(monitor.updates.get(1).getString("state")).isEqualTo("NEXT-7");
    }
  }

  @Test
  void outlivesAMonitorThatIsNotThere() throws Exception {
    int port = monitor.port();
    monitor.close();
    try (MonitorProxy proxy = new MonitorProxy("127.0.0.1", port, WireJsonResolver.jsonb())) {
      proxy.update(update("RUNNING"));

      assertThat(proxy.awaitSent(Duration.ofSeconds(20))).isTrue();
      assertThat(proxy.failures()).isEqualTo(1);
    }
  }

  @Test
  void namesTheValueAtFault() {
    assertThatThrownBy(() -> observers.add(new ObserverRegistration("", 1, null)))
        .hasMessage("ip_address is missing");
    assertThatThrownBy(() -> observers.add(new ObserverRegistration("a b", 1, null)))
        .hasMessageEndingWith("not \"a b\"");
    assertThatThrownBy(() -> observers.add(new ObserverRegistration("10.0.0.7", null, null)))
        .hasMessage("port is missing");
    assertThatThrownBy(() -> observers.add(new ObserverRegistration("10.0.0.7", 65_536, null)))
        .hasMessage("port must be 1 to 65535, not 65536");
  }

  private ObserverRegistration registration(String frequency) {
    return new ObserverRegistration(
        "127.0.0.1", monitor.port(), new UpdatePreferences(frequency, "json"));
  }

  private static RunUpdate update(String state) {
    return new RunUpdate(123, "r1", "agent", state, null, 1, 5, 4, 1, 0, null, null, null, null);
  }
}
