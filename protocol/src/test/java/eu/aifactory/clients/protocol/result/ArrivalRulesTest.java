package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stages of 10 s, 100 requests per second each. */
class ArrivalRulesTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final String STAGE = "{'kind':'%s','rate':100,'duration_seconds':10}";
  private static final AgentFigures DELIVERED = agent("COMPLETED", null);

  private final RunFigures figures = new RunFigures();

  /** As many a second as they should be, but in the first half of each second. */
  private static Figures halting() {
    Figures stage = new Figures();
    for (int i = 0; i < 1000; i++) {
      long due = START + i * 10_000L;
      stage.dueAt(due);
      stage.sentAt(due % 1_000_000 < 500_000 ? due : due / 1_000_000 * 1_000_000 + 999_999);
    }
    return stage;
  }

  /** Half as many a second. */
  private static Figures slow() {
    Figures stage = new Figures();
    for (int i = 0; i < 1000; i++) {
      stage.dueAt(START + i * 10_000L);
      stage.sentAt(START + i * 20_000L);
    }
    return stage;
  }

  @Test
  void judgesEachOpenStageByItsName() {
    figures.at(RunFigures.WARM_UP, 0).addAgent(slow());
    figures.at(0, 0).addAgent(slow());
    figures.at(1, 0).addAgent(slow());
    figures.at(2, 0).addAgent(halting());
    Workload workload =
        workload(
            "'load':{'stages':[{'kind':'closed','duration_seconds':10},%s,%s]}"
                .formatted(STAGE.formatted("constant"), STAGE.formatted("constant")));

    assertThat(judge(workload, DELIVERED))
        .satisfiesExactly(
            sentence -> assertThat(sentence).startsWith("stage 1 offered 5").contains(" of 100.0 "),
            sentence -> assertThat(sentence).startsWith("stage 2: the sends' index of dispersion"));
  }

  @Test
  void aLoadWithoutStagesIsJudgedAsAWhole() {
    figures.at(0, 0).addAgent(slow());
    figures.at(0, 1).addAgent(slow());
    Workload workload = workload("'load':" + STAGE.formatted("poisson"));

    assertThat(judge(workload, DELIVERED))
        .first()
        .asString()
        .startsWith("the load offered")
        .contains("of 2000 that were due in it");
  }

  @Test
  void aClosedLoopHasNoSchedule() {
    figures.at(0, 0).addAgent(slow());

    assertThat(judge(workload("'load':{'kind':'closed','duration_seconds':10}"), DELIVERED))
        .isEmpty();
  }

  @Test
  void unevennessIsNotJudgedWhereAnAgentLacksAPart() {
    figures.at(0, 0).addAgent(halting());
    Workload workload = workload("'load':" + STAGE.formatted("constant"));

    assertThat(judge(workload, DELIVERED)).hasSize(1);
    assertThat(judge(workload, DELIVERED, agent(AgentFigures.LOST, "not heard"))).isEmpty();
    assertThat(judge(workload, DELIVERED, agent("COMPLETED", "20 requests failed"))).isEmpty();
  }

  @Test
  void unevennessIsNotJudgedWhereTheServerDecidesWhenRequestsAreDue() {
    figures.at(0, 0).addAgent(halting());
    String turns = "'prompts':{'conversations':{'turns':{'value':2}}}";
    String load = "'load':" + STAGE.formatted("constant");

    assertThat(judge(workload(load + "," + turns), DELIVERED)).isEmpty();
    assertThat(judge(workload(load + ",'classes':[{'name':'a'},{" + turns + "}]"), DELIVERED))
        .isEmpty();
  }

  private List<String> judge(Workload workload, AgentFigures... agents) {
    VerdictReasons reasons = new VerdictReasons();
    new ArrivalRules(workload, RunStages.of(workload, figures), Stream.of(agents).toList(), reasons)
        .judge();
    return reasons.sentences();
  }

  private static AgentFigures agent(String state, String reason) {
    return new AgentFigures("a", null, null, 0.0, new Figures(), null, state, reason);
  }

  private static Workload workload(String members) {
    return JsonbBuilder.create(WireJson.config())
        .fromJson("{" + members.replace('\'', '"') + "}", Workload.class);
  }
}
