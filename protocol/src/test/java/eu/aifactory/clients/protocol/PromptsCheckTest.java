package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptsCheckTest {
  private static final String LENGTH = "{'value': 512}";

  private final Jsonb json = JsonbBuilder.create(WireJson.config());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
{'prompts': {'source': 'synthetic'}} | workload.prompts.input_tokens is missing, and workload.prompts.source is "synthetic"
{'prompts': {'source': 'made'}} | workload.prompts.source must be one of file, shipped, synthetic, trace, not "made"
{'prompts': {'source': 'file', 'path': '/p', 'input_tokens': {'value': 5}}} | workload.prompts.input_tokens is given, and workload.prompts.source is "file"
{'prompts': {'shared_prefix': {'tokens': 5}}} | workload.prompts.shared_prefix is given, and workload.prompts.source is "shipped"
{'prompts': {'exact': 'none'}} | workload.prompts.exact is given, and workload.prompts.source is "shipped"
{'prompts': {'source': 'trace'}} | workload.prompts.path is missing, and workload.prompts.source is "trace"
{'prompts': {'source': 'trace', 'path': '/t', 'format': 'csv'}} | workload.prompts.format must be one of azure, burstgpt, mooncake, not "csv"
{'prompts': {'path': '/t', 'format': 'parquet'}} | workload.prompts.format must be one of csv, jsonl, sharegpt, text, not "parquet"
{'prompts': {'source': 'synthetic', 'path': '/t', 'input_tokens': {'value': 5}}} | workload.prompts.path is given, and workload.prompts.source is "synthetic"
{'prompts': {'input_tokens': {'value': 0}}} | workload.prompts.input_tokens.value must be 1 to 10000000, not 0
{'prompts': {'input_tokens': {'kind': 'zipf', 'mean': 3}}} | workload.prompts.input_tokens.kind must be one of exponential, fixed, lognormal, normal, uniform, not "zipf"
{'prompts': {'input_tokens': {'kind': 'normal', 'mean': 3}}} | workload.prompts.input_tokens.stddev is missing, and workload.prompts.input_tokens.kind is "normal"
{'prompts': {'input_tokens': {'kind': 'normal', 'mean': 3, 'stddev': 0}}} | workload.prompts.input_tokens.stddev must be more than 0 and at most 10000000, not 0
{'prompts': {'input_tokens': {'value': 3, 'min': 1}}} | workload.prompts.input_tokens.min is given, and workload.prompts.input_tokens.kind is "fixed"
{'prompts': {'input_tokens': {'min': 9, 'max': 3}}} | workload.prompts.input_tokens.min (9) is more than workload.prompts.input_tokens.max (3)
{'prompts': {'input_tokens': {'mean': 90, 'stddev': 5, 'max': 80}}} | workload.prompts.input_tokens.mean (90) lies outside workload.prompts.input_tokens.min and workload.prompts.input_tokens.max
{'prompts': {'input_tokens': {'value': 3}, 'exact': 'token_ids'}} | workload.prompts.exact is "token_ids", and the API chat takes no token ids: use completions
{'prompts': {'input_tokens': {'value': 3}, 'exact': 'yes'}} | workload.prompts.exact must be one of none, token_ids, tokenize, not "yes"
{'server': 'ai-server', 'prompts': {'input_tokens': {'value': 3}, 'exact': 'tokenize'}} | workload.prompts.exact is "tokenize", and an AI server's own API knows neither token ids nor /tokenize: use "none"
{'prompts': {'input_tokens': {'value': 3}, 'shared_prefix': {'tokens': 0}}} | workload.prompts.shared_prefix.tokens must be 1 to 10000000, not 0
{'prompts': {'input_tokens': {'value': 3}, 'shared_prefix': {'tokens': 4, 'groups': 0}}} | workload.prompts.shared_prefix.groups must be 1 to 1000000, not 0
{'prompts': {'input_tokens': {'value': 3}, 'conversations': {}}} | workload.prompts.conversations.turns is missing, and workload.prompts.source is "synthetic"
{'prompts': {'conversations': {'turns': {'value': 0}}}} | workload.prompts.conversations.turns.value must be 1 to 1000, not 0
{'prompts': {'conversations': {'think_seconds': {'value': -1}}}} | workload.prompts.conversations.think_seconds.value must be 0 to 86400, not -1
{'prompts': {'source': 'trace', 'path': '/t', 'conversations': {}}} | workload.prompts.conversations is given, and workload.prompts.source is "trace"
{'prompts': {'source': 'trace', 'path': '/t', 'speed': 0}} | workload.prompts.speed must be more than 0 and at most 1000000, not 0.0
{'load': {'kind': 'trace'}} | workload.load.kind is "trace", and workload.prompts.source is "shipped"
{'load': {'kind': 'trace'}, 'prompts': {'source': 'trace', 'path': '/t'}, 'classes': [{'name': 'a'}]} | workload.load.kind is "trace", and workload.classes are given
{'prompts': {'speed': 2}} | workload.prompts.speed is given, and workload.prompts.source is "shipped"
{'output': {'max_tokens': 0}} | workload.output.max_tokens must be 1 to 10000000, not 0
{'output': {'max_tokens': 5, 'tokens': {'value': 5}}} | workload.output.max_tokens is given, and workload.output.tokens, too
{'output': {'tokens': {'value': 5, 'mean': 3}}} | workload.output.tokens.mean is given, and workload.output.tokens.kind is "fixed"
{'output': {'min_tokens': 200}} | workload.output.min_tokens must be 0 to max_tokens (128), not 200
{'output': {'temperature': 3}} | workload.output.temperature must be 0 to 2, not 3.0
{'classes': [{'weight': 2}]} | workload.classes[0].name must be a text of 1 to 64 characters
{'classes': [{'name': 'a'}, {'name': 'a'}]} | workload.classes[1].name "a" is another class's, too
{'classes': [{'name': 'a', 'weight': 0}]} | workload.classes[0].weight must be more than 0 and at most 1000000000, not 0.0
{'classes': [{'name': 'a', 'api': 'grpc'}]} | workload.classes[0].api must be one of chat, completions, not "grpc"
{'classes': [{'name': 'a', 'prompts': {'source': 'synthetic'}}]} | workload.classes[0].prompts.input_tokens is missing, and workload.classes[0].prompts.source is "synthetic"
{'classes': [{'name': 'a', 'output': {'max_tokens': -1}}]} | workload.classes[0].output.max_tokens must be 1 to 10000000, not -1
{'classes': [{'name': 'a', 'slo': {'ttft_ms': -1}}]} | workload.classes[0].slo.ttft_ms must be more than 0 and at most 86400000, not -1.0
""")
  void namesTheMemberAtFault(String workload, String sentence) {
    assertThat(WorkloadCheck.problems(read(workload))).containsExactly(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'prompts': {'input_tokens': {'mean': 512, 'stddev': 100}}}
          {'api': 'completions', 'prompts': {'input_tokens': {'min': 1, 'max': 9}, 'exact': 'token_ids'}}
          {'prompts': {'path': '/t.jsonl', 'format': 'mooncake'}}
          {'prompts': {'path': '/t.json', 'conversations': {'think_seconds': {'kind': 'exponential', 'mean': 2}}}}
          {'output': {'tokens': {'kind': 'lognormal', 'mean': 100, 'stddev': 80, 'max': 1000}}}
          {'server': 'ai-server', 'prompts': {'input_tokens': {'value': 4}}}
          {'classes': [{'name': 'a', 'weight': 3}, {'name': 'b', 'api': 'completions'}]}
          """)
  void findsNothingWrongWithWhatCanBeRun(String workload) {
    assertThat(WorkloadCheck.problems(read(workload))).isEmpty();
  }

  @Test
  void settlesHowLengthsAreKept() {
    String prompts = "'prompts': {'input_tokens': %s}".formatted(LENGTH);

    assertThat(read("{" + prompts + "}").prompts().exact()).isEqualTo("tokenize");
    assertThat(read("{'api': 'completions', " + prompts + "}").prompts().exact())
        .isEqualTo("token_ids");
    assertThat(read("{'server': 'ai-server', " + prompts + "}").prompts().exact())
        .isEqualTo("none");
    assertThat(Workload.standard().prompts().exact()).isNull();
  }

  @Test
  void goesOnAfterTheEndWhereLengthsAreGiven() {
    assertThat(read("{'output': {'tokens': %s}}".formatted(LENGTH)).output().ignoreEos()).isTrue();
    assertThat(read("{'prompts': {'source': 'trace', 'path': '/t'}}").output().ignoreEos())
        .isTrue();
    assertThat(read("{'output': {'tokens': {'value': 3}, 'ignore_eos': false}}").output())
        .extracting(Workload.Output::ignoreEos)
        .isEqualTo(false);
    assertThat(Workload.standard().output().ignoreEos()).isFalse();
  }

  @Test
  void givesAClassWhatItDoesNotSayItself() {
    Workload whole =
        read(
            "{'prompts': {'input_tokens': {'value': 512}}, 'slo': {'ttft_ms': 200},"
                + " 'classes': [{'name': 'a', 'api': 'completions'},"
                + " {'name': 'b', 'slo': {'ttft_ms': 900}, 'output': {'max_tokens': 7}}]}");

    Workload first = whole.of(whole.classes().get(0));
    Workload second = whole.of(whole.classes().get(1));

    assertThat(first.prompts().inputTokens()).isEqualTo(Distribution.fixed(512));
    assertThat(first.prompts().exact()).isEqualTo("token_ids");
    assertThat(first.slo().ttftMs()).isEqualTo(200);
    assertThat(second.prompts().exact()).isEqualTo("tokenize");
    assertThat(second.slo().ttftMs()).isEqualTo(900);
    assertThat(second.output().maxTokens()).isEqualTo(7);
    assertThat(second.classes()).isEmpty();
  }

  @Test
  void isTheSameAfterAJourney() {
    Workload whole =
        read(
            "{'prompts': {'input_tokens': {'value': 512}, 'shared_prefix': {'tokens': 64},"
                + " 'conversations': {'turns': {'min': 2, 'max': 4}}},"
                + " 'output': {'tokens': {'value': 9}}, 'classes': [{'name': 'a'}]}");

    assertThat(json.fromJson(json.toJson(whole), Workload.class)).isEqualTo(whole);
    assertThat(json.fromJson(json.toJson(whole), Workload.class).hash()).isEqualTo(whole.hash());
  }

  @Test
  void whatAWorkloadIsWrittenAsCanBeAskedForAgain() {
    String written = json.toJson(read("{'prompts': {'input_tokens': {'value': 512}}}"));

    assertThat(
            WireShape.problems(
                "workload",
                Workload.class,
                Json.createReader(new StringReader(written)).readObject()))
        .isEmpty();
  }

  private Workload read(String workload) {
    String quoted = workload.replace('\'', '"');
    assertThat(
            WireShape.problems(
                "workload",
                Workload.class,
                Json.createReader(new StringReader(quoted)).readObject()))
        .isEmpty();
    return json.fromJson(quoted, Workload.class);
  }
}
