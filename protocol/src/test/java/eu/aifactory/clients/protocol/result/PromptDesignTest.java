package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that had 60 % of the prompt tokens in its prefix cache. */
class PromptDesignTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'seed':1 | prompts of a file are drawn again and again",
        "'prompts':{'path':'/p.json'} | prompts of a file are drawn again and again",
        "'prompts':{'input_tokens':{'value':64},'shared_prefix':{'tokens':200}}"
            + " | synthetic prompts share a prefix of 200 tokens",
        "'prompts':{'input_tokens':{'value':64},'conversations':{'turns':{'value':3}}}"
            + " | each turn of a conversation begins with the turns before it",
        "'prompts':{'source':'trace','path':'/t','format':'mooncake'}"
            + " | prompts of a trace share the blocks that it names",
        "'prompts':{'source':'trace','path':'/t'}"
            + " | prompts of a trace share the blocks that it names",
        "'prompts':{'input_tokens':{'value':64}},'classes':[{'name':'new'},{'name':'old',"
            + "'prompts':{'source':'shipped'}}] | prompts of a file are drawn again and again",
      })
  void hitsThatTheWorkloadMeansToHaveAreNoWarning(String workload, String why) {
    List<String> sentences = judge(workload);

    assertThat(sentences)
        .containsExactly(
            "60 % of the prompt tokens were in the server's prefix cache, as the workload has it: "
                + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'prompts':{'input_tokens':{'value':64}}",
        "'prompts':{'source':'trace','path':'/t','format':'azure'}",
        "'classes':[{'name':'new','prompts':{'input_tokens':{'value':64}}}]",
      })
  void newPromptsThatTheServerKnowsAreNamed(String workload) {
    assertThat(judge(workload))
        .singleElement()
        .asString()
        .startsWith(
            "60 % of the prompt tokens were in the server's prefix cache, more than 50 %: prompts"
                + " that it has seen before");
  }

  @Test
  void fewHitsAreNotSpokenOf() {
    VerdictReasons reasons = new VerdictReasons();
    new ServerRules(Workload.standard(), new Figures(), metrics(50), noLedger(), reasons).judge();

    assertThat(reasons.sentences()).isEmpty();
  }

  private static List<String> judge(String members) {
    Workload workload =
        JsonbBuilder.create(WireJson.config())
            .fromJson("{" + members.replace('\'', '"') + "}", Workload.class);
    VerdictReasons reasons = new VerdictReasons();
    new ServerRules(workload, new Figures(), metrics(60), noLedger(), reasons).judge();
    assertThat(reasons.verdict()).isEqualTo(Verdict.VALID);
    return reasons.sentences();
  }

  private static TokenLedger noLedger() {
    return TokenLedger.of(new Figures(), List.of(), new ServerLooks(List.of(), null), 1);
  }

  /** Of 100 tokens looked up. */
  private static ServerMetrics metrics(double hits) {
    return new ServerLooks(List.of(look(0, 0, 0), look(10_000, 100, hits)), 5_000L).metrics();
  }

  private static ServerSample look(long micros, double queries, double hits) {
    return new ServerSample(
        micros,
        micros + 1,
        Map.of(
            ServerLooks.GENERATED,
            queries,
            "prefix_cache_queries_total",
            queries,
            "prefix_cache_hits_total",
            hits),
        null);
  }
}
