package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who watches runs, and what that costs them. */
@ExtendWith(SharedService.class)
class ObserverIT {
  private static final String SHORT =
      "{\"load\":{\"duration_seconds\":2},\"output\":{\"max_tokens\":8}}";
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(15);

  private final ServiceUnderTest service;
  private final Http api;

  ObserverIT(ServiceUnderTest service) {
    this.service = service;
    this.api = service.api();
  }

  @Test
  void tellsAGroupsObserverOfTheEnd() {
    try (FakeMonitor monitor = new FakeMonitor();
        BenchmarkGroup group = BenchmarkGroup.create(service, 2, 2, SHORT)) {
      group.awaitReady();
      api.post(group.path("/observer"), observer(Integer.toString(monitor.port()), "{}"))
          .expect(201, registered(group, monitor));
      JsonObject result = group.runToResult();
      awaitUpdates(monitor, group, 2);
      // Each agent tells of its own share.
      assertThat(monitor.updatesOf(group.id()))
          .hasSize(2)
          .allMatch(update -> update.getString("state").equals("COMPLETED"))
          .allMatch(update -> update.getString("run_id").equals(result.getString("run_id")));
      assertThat(
              monitor.updatesOf(group.id()).stream()
                  .mapToInt(update -> update.getInt("succeeded"))
                  .sum())
          .isEqualTo(result.getJsonObject("requests").getInt("succeeded"));
    }
  }

  @Test
  void tellsItAsOftenAsItWantsAndTakesAPortAsText() {
    try (FakeMonitor monitor = new FakeMonitor();
        BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, SHORT)) {
      group.awaitReady();
      api.post(
              group.path("/observer"),
              observer(
                  "\"" + monitor.port() + "\"", "{\"frequency\":\"500ms\",\"format\":\"json\"}"))
          .expect(201, registered(group, monitor));
      group.runToResult();
      awaitUpdates(monitor, group, 3);
      List<JsonObject> updates = monitor.updatesOf(group.id());
      assertThat(updates.getLast().getString("state")).isEqualTo("COMPLETED");
      assertThat(updates)
          .extracting(update -> update.getString("state"))
          .filteredOn("RUNNING"::equals)
          .isNotEmpty();
    }
  }

  @Test
  void tellsAnObserverOfAllGroupsOfPresentAndFutureOnes() {
    try (FakeMonitor monitor = new FakeMonitor();
        BenchmarkGroup present = BenchmarkGroup.create(service, 1, 1, SHORT)) {
      present.awaitReady();
      api.post("/observer", observer(Integer.toString(monitor.port()), "{}"))
          .expect(200, "{\"status\":\"observer_added\"}");
      try (BenchmarkGroup future = BenchmarkGroup.create(service, 1, 1, SHORT)) {
        future.awaitReady();
        present.runToResult();
        future.runToResult();
        awaitUpdates(monitor, present, 1);
        awaitUpdates(monitor, future, 1);
      }
    }
  }

  @Test
  void F34_letsNoObserverHoldUpARun() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    // One takes connections and never answers, at the other nobody listens.
    try (ServerSocket hanging = new ServerSocket(0, 50, loopback);
        BenchmarkGroup group = BenchmarkGroup.create(service, 2, 1, SHORT)) {
      group.awaitReady();
      String often = "{\"frequency\":\"100ms\"}";
      String dead;
      try (ServerSocket closed = new ServerSocket(0, 1, loopback)) {
        dead = Integer.toString(closed.getLocalPort());
      }
      api.post(group.path("/observer"), observer(Integer.toString(hanging.getLocalPort()), often))
          .expect(201);
      api.post(group.path("/observer"), observer(dead, often)).expect(201);
      JsonObject result = group.runToResult();
      assertThat(result.getJsonObject("requests").getInt("failed")).isZero();
      JsonObject run = group.run(result.getString("run_id"));
      double lasted =
          run.getJsonNumber("ended_at").doubleValue()
              - run.getJsonNumber("started_at").doubleValue();
      // 2 s of load. Whoever waited for the hanging one, 5 s for each of some 20 updates, would
      // take
      // 100 s; a busy machine takes some seconds more than a quiet one.
      assertThat(lasted).as("from order to result, seconds").isLessThan(40);
    }
  }

  @Test
  void refusesObserversOfNobody() {
    String path = "/client-group/" + ServiceUnderTest.newId() + "/observer";
    api.post(path, observer("9090", "{}")).expectProblem(404, "Benchmark id not found");
    try (BenchmarkGroup group = BenchmarkGroup.create(service, 1, 1, SHORT)) {
      // Its agent cannot have registered yet.
      api.post(group.path("/observer"), observer("9090", "{}"))
          .expectProblem(404, Long.toString(group.id()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9090|{\"frequency\":\"often\"}|often",
        "9090|{\"frequency\":\"0s\"}|0s",
        "9090|{\"format\":\"xml\"}|xml",
        "0|{}|port",
        "70000|{}|70000",
        "\"http\"|{}|http",
      })
  void refusesWhatCannotBe(String port, String preferences, String named) {
    api.post("/observer", observer(port, preferences)).expectProblem(422, named);
    api.post("/client-group/" + ServiceUnderTest.newId() + "/observer", observer(port, preferences))
        .expectProblem(422, named);
  }

  @ParameterizedTest
  @CsvSource({
    "169.254.169.254, 80",
    "0.0.0.0, 9090",
    "224.0.0.1, 9090",
    "2130706433, 9090",
    "0x7f.1, 9090",
    "::ffff:127.0.0.1, 9090",
    "user@127.0.0.1, 9090",
    "8.8.8.8, 9090",
    "127.0.0.1, 22",
    "127.0.0.1, 5432",
  })
  void sendsNobodyWhereNoObserverIs(String address, int port) {
    String observer = "{\"ip_address\":\"%s\",\"port\":%d}".formatted(address, port);

    api.post("/observer", observer)
        .expectProblem(422, port < 6000 && port != 80 ? "port" : address);
  }

  private static String observer(String port, String preferences) {
    return "{\"ip_address\":\"127.0.0.1\",\"port\":%s,\"update_preferences\":%s}"
        .formatted(port, preferences);
  }

  private static String registered(BenchmarkGroup group, FakeMonitor monitor) {
    return "{\"status\":\"registered\",\"benchmark_id\":%d,\"observer\":\"127.0.0.1:%d\"}"
        .formatted(group.id(), monitor.port());
  }

  private static void awaitUpdates(FakeMonitor monitor, BenchmarkGroup group, int least) {
    Await.so(
        "%d updates of group %d".formatted(least, group.id()),
        DELIVERY_LIMIT,
        () -> monitor.updatesOf(group.id()).size() >= least,
        () -> monitor.updatesOf(group.id()).toString());
  }
}
