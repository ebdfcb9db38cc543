package eu.aifactory.clients.protocol.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Workload;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparingTest {
  private final Random random = new Random(1);

  @Test
  void aRunIsNoRegressionOfItself() {
    ResultDocument run = new SimulatedRun(random, 20_000, 1).document("a");

    Comparison comparison = compare(run, run);

    assertThat(comparison.verdict()).as(comparison.toString()).isEqualTo(Outcome.PASS);
    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.figures()).allMatch(effect -> effect.effect() == 0);
    assertThat(comparison.reasons()).anyMatch(reason -> reason.contains("1 % is assumed"));
  }

  @Test
  void runsOfOneServerAreNeverCalledRegressed() {
    for (int i = 0; i < 30; i++) {
      ResultDocument one = new SimulatedRun(random, 500, 1).document("a");
      ResultDocument other = new SimulatedRun(random, 500, 1).document("b");

      assertThat(compare(one, other).verdict()).isNotEqualTo(Outcome.REGRESSED);
    }
  }

  @Test
  void findsATenthMoreAndSaysWhere() {
    ResultDocument base = new SimulatedRun(random, 4000, 1).document("a");
    ResultDocument with = new SimulatedRun(random, 4000, 1.10).document("b");

    Comparison comparison = compare(base, with);

    assertThat(comparison.verdict()).isEqualTo(Outcome.REGRESSED);
    assertThat(comparison.reasons())
        .first()
        .asString()
        .startsWith("REGRESSED: ")
        .contains("ttft_ms.mean", "e2e_ms.mean", "rates.requests_per_second");
    Comparison.Effect rate = effect(comparison, "rates.requests_per_second");
    assertThat(rate.better()).isEqualTo("higher");
    assertThat(rate.effect()).isBetween(-0.12, -0.06);
    assertThat(rate.high()).isLessThan(-0.05);
  }

  @Test
  void fasterIsNoRegression() {
    ResultDocument base = new SimulatedRun(random, 3000, 1.2).document("a");
    ResultDocument with = new SimulatedRun(random, 3000, 1).document("b");

    assertThat(compare(base, with).verdict()).isEqualTo(Outcome.PASS);
  }

  @Test
  void whatTheSampleDoesNotTellIsInconclusive() {
    ResultDocument base = new SimulatedRun(random, 60, 1).document("a");
    ResultDocument with = new SimulatedRun(random, 60, 1.05).document("b");

    Comparison comparison = compare(base, with);

    assertThat(comparison.verdict()).isEqualTo(Outcome.INCONCLUSIVE);
    Comparison.Effect p90 = effect(comparison, "ttft_ms.p90");
    assertThat(p90.verdict()).isNull();
    assertThat(p90.low()).isNull();
    assertThat(p90.reason()).isEqualTo("p90 takes 100 requests, a has 60");
  }

  @Test
  void aResultThatIsNotBelievedSettlesNothing() {
    ResultDocument base = new SimulatedRun(random, 2000, 1).document("a");
    ResultDocument late = new SimulatedRun(random, 2000, 2).lateBy(400, 2000).document("b");

    Comparison comparison = compare(base, late);

    assertThat(comparison.verdict()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(comparison.reasons())
        .first()
        .asString()
        .startsWith("b is CLIENT_LIMITED: send lag p99 is");
    assertThat(effect(comparison, "ttft_ms.mean").verdict())
        .as("the figures are shown all the same")
        .isEqualTo(Outcome.REGRESSED);
  }

  @Test
  void otherLoadsAreRefusedUnlessForced() {
    ResultDocument base = new SimulatedRun(random, 500, 1).document("a");
    ResultDocument with =
        new SimulatedRun(random, 500, 1)
            .withClients(16)
            .of(Workload.standard().withLoad(Workload.Load.of("closed").requests(500L).build()))
            .document("b");

    assertThatThrownBy(() -> compare(base, with))
        .isInstanceOf(DifferentLoadsException.class)
        .hasMessageContaining("workload.clients is 8 in base and 16 in with")
        .hasMessageContaining("workload.load.requests is not given in base and 500 in with");

    Comparison forced =
        Comparing.compare(
            List.of(base), List.of(with), ComparisonOptions.of(List.of(), List.of(), null, true));
    assertThat(forced.differences())
        .extracting(Comparison.Difference::member)
        .containsExactly(
            "workload.clients", "workload.load.duration_seconds", "workload.load.requests");
    assertThat(forced.reasons()).anyMatch(reason -> reason.contains("forced"));
  }

  @Test
  void failuresAreARegressionOfTheirOwn() {
    ResultDocument base = new SimulatedRun(random, 2000, 1).document("a");
    ResultDocument some = new SimulatedRun(random, 2000, 1).withFailures(80).document("b");

    Comparison.Effect failed = effect(compare(base, some), "requests.failed_share");
    assertThat(failed.verdict()).isEqualTo(Outcome.REGRESSED);
    assertThat(failed.effect()).isBetween(0.038, 0.039);
    assertThat(effect(compare(some, base), "requests.failed_share").verdict())
        .isEqualTo(Outcome.PASS);
    assertThat(
            effect(
                    Comparing.compare(
                        List.of(base),
                        List.of(some),
                        ComparisonOptions.of(
                            List.of("requests.failed_share=10%"), List.of(), null, false)),
                    "requests.failed_share")
                .verdict())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aFigureHasItsOwnTolerance() {
    ResultDocument base = new SimulatedRun(random, 4000, 1).document("a");
    ResultDocument with = new SimulatedRun(random, 4000, 1.10).document("b");
    ComparisonOptions options =
        ComparisonOptions.of(
            List.of("2%", "ttft_ms=20%", "ttft_ms.p50=1%"), List.of("ttft_ms"), null, false);

    Comparison comparison = Comparing.compare(List.of(base), List.of(with), options);

    assertThat(effect(comparison, "ttft_ms.mean").verdict()).isEqualTo(Outcome.PASS);
    assertThat(effect(comparison, "ttft_ms.p50").verdict()).isEqualTo(Outcome.REGRESSED);
    assertThat(comparison.figures()).allMatch(effect -> effect.figure().startsWith("ttft_ms."));
  }

  @Test
  void theSameQuestionHasTheSameAnswer() {
    ResultDocument base = new SimulatedRun(random, 300, 1).document("a");
    ResultDocument with = new SimulatedRun(random, 300, 1.05).document("b");

    assertThat(compare(base, with)).isEqualTo(compare(base, with));
  }

  @Test
  void optionsThatCannotBeAreNamed() {
    assertThatThrownBy(() -> ComparisonOptions.of(List.of("much"), List.of(), null, false))
        .hasMessage("tolerance must be from 0% to 100%, such as 5%, not \"much\"");
    assertThatThrownBy(() -> ComparisonOptions.of(List.of("tpto=5%"), List.of(), null, false))
        .hasMessageContaining("\"tpto=5%\"");
    assertThatThrownBy(() -> ComparisonOptions.of(List.of(), List.of("ttft"), null, false))
        .hasMessageContaining("there is no figure \"ttft\"")
        .hasMessageContaining("ttft_ms.p99");
    assertThatThrownBy(() -> ComparisonOptions.of(List.of(), List.of(), "-1%", false))
        .hasMessageContaining("run spread");
  }

  @Test
  void aDocumentThatIsNoneIsNamed() {
    assertThatThrownBy(() -> ResultDocument.parse("f.json", "[]"))
        .hasMessage("f.json is not a JSON object");
    assertThatThrownBy(() -> ResultDocument.parse("f.json", "{\"verdict\":\"FINE\"}"))
        .hasMessage("f.json: verdict must be that of a result, not \"FINE\"");
    String broken =
        new SimulatedRun(random, 100, 1)
            .json()
            .replaceFirst("\"ttft\":\"[^\"]*\"", "\"ttft\":\"AAAA\"");
    assertThatThrownBy(
            () ->
                compare(ResultDocument.parse("f.json", broken), ResultDocument.parse("g", broken)))
        .isInstanceOf(UnfitComparisonException.class)
        .hasMessage("f.json: histograms.ttft cannot be read");
  }

  private static Comparison compare(ResultDocument base, ResultDocument with) {
    return Comparing.compare(
        List.of(base), List.of(with), ComparisonOptions.of(List.of(), List.of(), null, false));
  }

  private static Comparison.Effect effect(Comparison comparison, String figure) {
    return comparison.figures().stream()
        .filter(effect -> effect.figure().equals(figure))
        .findFirst()
        .orElseThrow();
  }
}
