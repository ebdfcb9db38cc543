package eu.aifactory.clients.protocol.rates;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadCheck;
import jakarta.json.bind.JsonbBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeastStageTest {
  private static final double SLO_SECONDS = 1;

  /** 0.9^29 is less than 5 %, 0.9^28 is not; 0.99^299 and 0.99^298 likewise. */
  @ParameterizedTest
  @CsvSource({"0.9, 0.95, 29", "0.99, 0.95, 299", "0.5, 0.75, 2"})
  void takesAsManyRequestsAsShowTheAttainment(double attainment, double confidence, long least) {
    Workload.Search search = new Workload.Search(1.0, 9.0, attainment, confidence, null, null);

    assertThat(LeastStage.shownBy(search)).isEqualTo(least);
    assertThat(Attainment.confidence(least, least, attainment))
        .isGreaterThanOrEqualTo(confidence - 1e-9);
    assertThat(Attainment.confidence(least - 1, least - 1, attainment)).isLessThan(confidence);
  }

  /** A server that answers 41 requests a second and no more, one after the other. */
  @ParameterizedTest
  @ValueSource(doubles = {9.3, 41, 77})
  void findsTheCapacityOfAServerWithStagesOfTheLeastTime(double capacity) {
    RateSearch.Conclusion found = search(capacity, LeastStage.seconds(searching(null)));

    assertThat(found.rate()).isBetween(capacity * 0.95, capacity * 1.05);
    assertThat(found.notKeptAt()).isGreaterThan(capacity);
  }

  /** All that come within the first moments are good, whatever the rate. */
  @Test
  void takesForKeptInAShorterStageWhatTheServerDoesNotKeep() {
    RateSearch search = new RateSearch(searching(null).load().search());

    assertThat(search.keeps(stage(64, 41, 0.6))).isTrue();
    assertThat(search.keeps(stage(64, 41, LeastStage.seconds(searching(null))))).isFalse();
  }

  @Test
  void refusesAShorterStageNamingTheLeast() {
    double least = LeastStage.seconds(searching(null));

    assertThat(WorkloadCheck.problems(searching(least - 1)))
        .containsExactly(
            "workload.load.duration_seconds must be 22.3 or more, not %s: a shorter stage of this search cannot show what its rate does to the server"
                .formatted(least - 1));
    assertThat(WorkloadCheck.problems(searching(22.3))).isEmpty();
    assertThat(problemsOf("{'requests':700,'search':{'from':8,'to':100}}"))
        .containsExactly(
            "workload.load.requests must be 2223 or more, not 700: fewer in a stage of this search cannot show what its rate does to the server");
    assertThat(problemsOf("{'duration_seconds':7,'sweep':{'from':8,'to':100}}").getFirst())
        .startsWith("workload.load.duration_seconds must be 8.0 or more, not 7.0");
    assertThat(problemsOf("{'requests':7,'sweep':{'from':8,'to':100}}").getFirst())
        .startsWith("workload.load.requests must be 800 or more, not 7");
  }

  /** Requests that arrive evenly and wait for those before them. */
  private static RateSearch.Conclusion search(double capacity, double seconds) {
    RateSearch search = new RateSearch(searching(seconds).load().search());
    List<StageOutcome> stages = new ArrayList<>();
    for (OptionalDouble rate = search.next(stages); rate.isPresent(); rate = search.next(stages)) {
      stages.add(stage(rate.getAsDouble(), capacity, seconds));
    }
    return search.conclusion(stages);
  }

  private static StageOutcome stage(double rate, double capacity, double seconds) {
    long intended = 0;
    long good = 0;
    double free = 0;
    for (double due = 0; due < seconds; due = ++intended / rate) {
      free = Math.max(free, due) + 1 / capacity;
      good += free - due <= SLO_SECONDS ? 1 : 0;
    }
    return new StageOutcome(rate, intended, good, null, false);
  }

  private static Workload searching(Double seconds) {
    return workload(
        Workload.Load.of(Workload.Load.CONSTANT)
            .duration(seconds)
            .search(new Workload.Search(8.0, 100.0, null, null, null, null))
            .build());
  }

  private static List<String> problemsOf(String load) {
    return WorkloadCheck.problems(
        workload(
            JsonbBuilder.create(WireJson.config())
                .fromJson(load.replace('\'', '"'), Workload.Load.class)));
  }

  private static Workload workload(Workload.Load load) {
    Workload.Slo slo = new Workload.Slo(null, null, null, SLO_SECONDS * 1000);
    return new Workload(null, null, null, null, null, load, null, null, slo, null, null, null);
  }
}
