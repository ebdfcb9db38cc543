package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.aifactory.clients.protocol.WireVersion;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents of other versions than the service's, as they would speak. */
@ExtendWith(SharedService.class)
class VersionsIT {
  private static final String ONE = "{\"num_clients\":1,\"time_limit\":5}";

  private final ServiceUnderTest service;

  VersionsIT(ServiceUnderTest service) {
    this.service = service;
  }

  @Test
  void F36_understandsAgentsOfTheVersionsBesideItsOwn() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE).awaitReady()) {
      // As those of the specification, and of the version before the member was there.
      connect(group, "old", "").expect(201);
      connect(group, "new", ",\"wire\":%d".formatted(WireVersion.CURRENT + 1)).expect(201);

      // What a newer one says that this service does not know.
      connect(group, "newer", ",\"wire\":1,\"colour\":\"blue\",\"shape\":{\"sides\":[1,2]}")
          .expect(201);
      service
          .api()
          .post(
              group.path("/agents/newer/heartbeat"),
              "{\"state\":\"READY\",\"mood\":\"fine\",\"loads\":[1]}")
          .expect(200);
      assertThat(group.agents())
          .extracting(agent -> agent.getString("agent"))
          .contains("old", "new", "newer");
    }
  }

  @Test
  void tellsAgentsWhenItHadTheirCallAndWhenItAnswered() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE).awaitReady()) {
      connect(group, "timed", "").expect(201);
      JsonObject reply =
          service
              .api()
              .post(group.path("/agents/timed/heartbeat"), "{\"state\":\"READY\"}")
              .expect(200)
              .json();

      // Between both lies what the service does: it reads and writes its database.
      assertThat(reply.getJsonNumber("server_time").doubleValue())
          .isGreaterThan(reply.getJsonNumber("received_at").doubleValue())
          .isCloseTo(System.currentTimeMillis() / 1e3, within(60.0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 1_000_000})
  void F36_turnsAwayAgentsOfVersionsTooFarAndNamesBoth(int newer) {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE)) {
      int theirs = WireVersion.CURRENT + newer;

      connect(group, "far", ",\"version\":\"aif 9.9\",\"wire\":" + theirs)
          .expectProblem(
              409, "aif 9.9", "version " + theirs, "version %d:".formatted(WireVersion.CURRENT));
      assertThat(group.agents()).noneMatch(agent -> agent.getString("agent").equals("far"));
    }
  }

  @Test
  void refusesAVersionThatIsNone() {
    try (BenchmarkGroup group = BenchmarkGroup.create(service, ONE)) {
      connect(group, "none", ",\"wire\":0").expectProblem(422, "wire");
      connect(group, "none", ",\"wire\":\"new\"").expectProblem(422, "wire");
    }
  }

  private Answer connect(BenchmarkGroup group, String agent, String more) {
    return service
        .api()
        .post(
            group.path("/connect"),
            "{\"client_address\":\"http://127.0.0.1:9\",\"agent\":\"%s\"%s}"
                .formatted(agent, more));
  }
}
