package eu.aifactory.clients.protocol.result;

import static eu.aifactory.clients.protocol.result.MadeUpResults.MILLI;
import static eu.aifactory.clients.protocol.result.MadeUpResults.agent;
import static eu.aifactory.clients.protocol.result.MadeUpResults.assemble;
import static eu.aifactory.clients.protocol.result.MadeUpResults.good;
import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a result says of the agents that measured it. */
class AgentRulesTest {
  @Test
  void aLateClientIsFoundOutByItsOwnResult() {
    Figures figures = good(1000);
    figures.record(Figure.SEND_LAG, 300 * MILLI, 50);

    Result result = assemble(agent("a", figures, null));

    assertThat(result.verdict()).isEqualTo(Verdict.CLIENT_LIMITED);
    assertThat(result.verdictReasons())
        .anyMatch(reason -> reason.startsWith("send lag p99 is 300"));
  }

  @Test
  void aStarvedAgentIsFoundOut() {
    Result result =
        assemble(
            agent("idle", good(1000), new AgentHealth(1.0, 0.0, 0.2)),
            agent("busy", good(1000), new AgentHealth(1.0, 0.0, 0.97)));

    assertThat(result.verdict()).isEqualTo(Verdict.CLIENT_LIMITED);
    assertThat(result.verdictReasons())
        .contains("agent busy used 97 % of its cores, more than 90 %");
  }

  /** The median TTFT is 100 ms, the window 10 s. */
  @Test
  void aLoopThatStoodStillForLongerThanAnAnswerTakesIsNamed() {
    Result within = assemble(agent("a", good(1000), new AgentHealth(100.0, 0.0, 0.2)));
    Result beyond = assemble(agent("a", good(1000), new AgentHealth(100.2, 0.0, 0.2)));

    assertThat(within.verdict()).isEqualTo(Verdict.VALID);
    assertThat(beyond.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(beyond.verdictReasons())
        .anyMatch(reason -> reason.startsWith("an event loop of agent a stood still for 100.2 ms"));
  }

  @Test
  void muchGarbageLimitsTheClient() {
    Result within = assemble(agent("a", good(1000), new AgentHealth(1.0, 500.0, 0.2)));
    Result beyond = assemble(agent("a", good(1000), new AgentHealth(1.0, 510.0, 0.2)));

    assertThat(within.verdict()).isEqualTo(Verdict.VALID);
    assertThat(beyond.verdict()).isEqualTo(Verdict.CLIENT_LIMITED);
    assertThat(beyond.verdictReasons())
        .contains("agent a stood still for garbage collection 5.1 % of the time, more than 5 %");
  }

  /** The window is 10 s. */
  @Test
  void whatTheMachineWithheldIsNamed() {
    AgentHealth within = new AgentHealth(1.0, 0.0, 0.2, 500.0, 500.0, 500.0);
    AgentHealth late = new AgentHealth(1.0, 0.0, 0.2, 510.0, 0.0, 0.0);
    AgentHealth stolen = new AgentHealth(1.0, 0.0, 0.2, 0.0, 620.0, null);
    AgentHealth throttled = new AgentHealth(1.0, 0.0, 0.2, 0.0, null, 12_000.0);

    assertThat(assemble(agent("a", good(1000), within)).verdict()).isEqualTo(Verdict.VALID);
    assertThat(degraded(late))
        .startsWith("an event loop of agent a was late by more than 5 ms for 5.1 % of the time");
    assertThat(degraded(stolen))
        .isEqualTo(
            "the host of agent a's machine took 6.2 % of its processors' time (steal), more than"
                + " 5 %");
    assertThat(degraded(throttled))
        .startsWith("the control group of agent a was throttled for 120.0 % of the time");
  }

  /** The sentence that good figures would not have. */
  private static String degraded(AgentHealth health) {
    Result result = assemble(agent("a", good(1000), health));
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    List<String> expected = assemble(agent("a", good(1000), null)).verdictReasons();
    return result.verdictReasons().stream()
        .filter(reason -> !expected.contains(reason))
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
  }

  @Test
  void timesOfSnapshotsAddUpAndOthersAreTheWorst() {
    AgentHealth one = new AgentHealth(9.0, 1.0, 0.2, 10.0, 100.0, null);
    AgentHealth other = new AgentHealth(3.0, 2.0, 0.4, 20.0, null, 7.0);

    assertThat(AgentFigures.worse(one, other))
        .isEqualTo(new AgentHealth(9.0, 3.0, 0.4, 30.0, 100.0, 7.0));
  }

  @Test
  void aLostAgentDegradesTheResultWithItsReason() {
    AgentFigures lost =
        new AgentFigures("b", null, null, null, good(10), null, AgentFigures.LOST, "not heard");

    Result result = assemble(agent("a", good(1000), null), lost);

    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(result.verdictReasons()).contains("agent b ended LOST: not heard");
    assertThat(result.agents()).hasSize(2);
  }

  @Test
  void agentsThatDoNotAgreeOnTheTimeDegradeTheResult() {
    Result within = assemble(knowing("a", 50.0), knowing("b", null));
    Result beyond = assemble(knowing("a", 1.0), knowing("b", 50.1));
    Result alone = assemble(knowing("a", 50.1));

    assertThat(within.verdict()).isEqualTo(Verdict.VALID);
    assertThat(within.agents().getFirst().clockUncertaintyMs()).isEqualTo(50.0);
    assertThat(beyond.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(beyond.verdictReasons())
        .contains(
            "agent b knew the service's clock to within 50.1 ms, more than 50 ms: agents may not"
                + " have begun together");
    assertThat(alone.verdict()).isEqualTo(Verdict.VALID);
  }

  private static AgentFigures knowing(String name, Double clockUncertaintyMs) {
    return new AgentFigures(
        name,
        null,
        null,
        0.0,
        good(1000).toParts(),
        null,
        "COMPLETED",
        null,
        List.of(),
        null,
        clockUncertaintyMs);
  }
}
