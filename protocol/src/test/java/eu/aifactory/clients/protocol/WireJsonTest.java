package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireJsonTest {
  private final Jsonb json = JsonbBuilder.create(WireJson.config());

  @Test
  void namesMembersAsTheSpecificationDoes() {
    assertThat(json.toJson(GroupCreated.of(123, 5)))
        .isEqualTo("{\"benchmark_id\":123,\"num_clients\":5,\"status\":\"created\"}");
  }

  @Test
  void writesWhatIsNotKnownAsNull() {
    assertThat(json.toJson(new ServerAddress(null))).isEqualTo("{\"server_addr\":null}");
  }

  @Test
  void writesInstantsAsPeopleReadThem() {
    assertThat(json.toJson(new BarrierReply("go", null, 1634567890.123, null, 1e9)))
        .contains("\"start_at\":1634567890.123")
        .contains("\"server_time\":1000000000");
  }

  @Test
  void writesNoNumberThatJsonDoesNotHave() {
    assertThat(json.toJson(new AgentHealth(Double.NaN, Double.POSITIVE_INFINITY, 0.5)))
        .isEqualTo(
            "{\"cpu_share\":0.5,\"cpu_stolen_ms\":null,\"cpu_throttled_ms\":null,"
                + "\"gc_pause_ms\":null,\"loop_delay_max_ms\":null,\"loop_late_ms\":null}");
  }

  /** What a record derives from its members is none of them: a reader would refuse it by name. */
  @Test
  void writesNoMemberThatAReaderDoesNotKnow() {
    Workload.Load load = Workload.Load.closed(null, 60L);
    RunOrder order =
        new RunOrder(
            1, "r", 0, 1, 1, 1, "http://a:1", null, Workload.standard().withLoad(load), "c");
    JsonObject written = Json.createReader(new StringReader(json.toJson(order))).readObject();

    assertThat(WireShape.problems(RunOrder.class, written)).isEmpty();
  }

  @Test
  void readsWhatItWroteIntoAnEqualRecord() {
    RunOrder order =
        new RunOrder(
            1,
            "run",
            0,
            2,
            8,
            4,
            "http://ai:8000",
            new AiService("vllm", "http://ai:8000", null, "model", "0.32.0", 2048L, false),
            Workload.standard(),
            "correlation");

    assertThat(json.fromJson(json.toJson(order), RunOrder.class)).isEqualTo(order);
  }

  @Test
  void fillsInDefaultsAtEveryDepth() {
    Workload workload = json.fromJson("{\"load\":{\"requests\":10}}", Workload.class);

    assertThat(workload.load()).isEqualTo(Workload.Load.closed(null, 10L));
    assertThat(workload.output().maxTokens()).isEqualTo(Workload.Output.DEFAULT_MAX_TOKENS);
    assertThat(workload.seed()).isEqualTo(Workload.DEFAULT_SEED);
  }

  @Test
  void readsStagesWithinALoad() {
    Workload workload =
        json.fromJson(
            "{\"load\":{\"warmup_seconds\":2,\"stages\":[{\"rate\":5,\"duration_seconds\":3,"
                + "\"ramp\":{\"to\":9}},{\"kind\":\"closed\",\"requests\":7}]}}",
            Workload.class);

    Workload.Load expected =
        Workload.Load.of(Workload.Load.STAGES)
            .warmup(2.0)
            .stages(
                List.of(
                    Workload.Load.of(Workload.Load.POISSON)
                        .rate(5.0)
                        .duration(3.0)
                        .ramp(new Workload.Ramp(9.0, Workload.Ramp.LINEAR))
                        .build(),
                    Workload.Load.closed(null, 7L)))
            .build();
    assertThat(workload.load()).isEqualTo(expected);
    assertThat(json.fromJson(json.toJson(workload), Workload.class)).isEqualTo(workload);
  }

  @Test
  void takesAPortAsNumberAndAsDigits() {
    for (String port : List.of("9090", "\"9090\"")) {
      assertThat(
              json.fromJson(
                  "{\"ip_address\":\"10.0.0.7\",\"port\":" + port + "}",
                  ObserverRegistration.class))
          .extracting(ObserverRegistration::port)
          .isEqualTo(9090);
    }
  }

  @Test
  void passesOverMembersOfANewerVersion() {
    assertThat(json.fromJson("{\"state\":\"READY\",\"mood\":\"good\"}", Heartbeat.class).state())
        .isEqualTo("READY");
  }
}
