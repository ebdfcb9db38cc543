package eu.aifactory.clients.load.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Distribution;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SyntheticPromptsTest {
  private static final Distribution LENGTHS = Distribution.normal(60, 20, 5.0, 200.0);
  private static final Distribution ANSWERS = Distribution.uniform(3, 30);

  @Test
  void sendsAsManyIdsAsItSays() {
    PromptWriter prompts = prompts(workload("completions", null, null), Vocabulary.ids());

    for (long index = 0; index < 500; index++) {
      JsonArray ids = parse(written(prompts, index, 0)).asJsonArray();
      assertThat(ids).hasSize(prompts.promptTokens(index, 0));
      assertThat(ids)
          .allMatch(id -> id.toString().matches("[1-9][0-9]{3}"), "an id of 1000 to 9999");
    }
  }

  @Test
  void sendsAsManyWordsAsItSays() {
    PromptWriter prompts =
        prompts(workload("completions", null, null), Vocabulary.uncounted(false));

    for (long index = 0; index < 500; index++) {
      String text = ((JsonString) parse(written(prompts, index, 0))).getString();
      assertThat(text.split(" ")).hasSize(prompts.promptTokens(index, 0));
    }
  }

  @Test
  void givesTheSameBytesWhateverWasWrittenBefore() {
    Workload workload = workload("chat", new Workload.SharedPrefix(10, 3), turns(3));
    PromptWriter forward = prompts(workload, Vocabulary.uncounted(true));
    PromptWriter backward = prompts(workload, Vocabulary.uncounted(true));

    Map<Long, String> first =
        LongStream.range(0, 200).boxed().collect(Collectors.toMap(i -> i, i -> all(forward, i)));
    for (long index = 199; index >= 0; index--) {
      assertThat(all(backward, index)).isEqualTo(first.get(index));
    }
  }

  @Test
  void sendsNoPromptTwiceAndAnotherSeedsNever() {
    Set<String> seen = new HashSet<>();
    for (long seed : new long[] {1, 2}) {
      Workload workload = workload(seed, "completions", null, null);
      PromptWriter prompts = prompts(workload, Vocabulary.ids());
      for (long index = 0; index < 2000; index++) {
        assertThat(seen.add(written(prompts, index, 0))).isTrue();
      }
    }
  }

  @Test
  void sharesAPrefixWithinAGroupOnly() {
    int tokens = 32;
    PromptWriter prompts =
        prompts(
            workload("completions", new Workload.SharedPrefix(tokens, 4), null), Vocabulary.ids());

    Map<List<JsonValue>, Long> groups =
        LongStream.range(0, 400)
            .mapToObj(i -> parse(written(prompts, i, 0)).asJsonArray().subList(0, tokens))
            .collect(Collectors.groupingBy(List::copyOf, Collectors.counting()));

    assertThat(groups).hasSize(4);
    // 100 each, standard deviation 8.7; the sequence is fixed.
    assertThat(groups.values()).allMatch(size -> size > 65 && size < 135);
    assertThat(prompts.promptTokens(0, 0)).isGreaterThan(tokens);
  }

  @Test
  void eachTurnCarriesTheHistoryBeforeIt() {
    PromptWriter prompts = prompts(workload("chat", null, turns(4)), Vocabulary.uncounted(true));

    for (long index = 0; index < 50; index++) {
      assertThat(prompts.turns(index)).isEqualTo(4);
      List<JsonValue> before = List.of();
      for (int turn = 0; turn < 4; turn++) {
        List<JsonValue> messages = parse(written(prompts, index, turn)).asJsonArray();
        assertThat(messages).hasSize(2 * turn + 1);
        assertThat(messages.subList(0, before.size())).isEqualTo(before);
        assertThat(words(messages)).isEqualTo(prompts.promptTokens(index, turn));
        if (turn > 0) {
          String answer = messages.get(2 * turn - 1).asJsonObject().getString("content");
          assertThat(messages.get(2 * turn - 1).asJsonObject().getString("role"))
              .isEqualTo("assistant");
          // As long as the answer that was asked for, behind the word that begins each text.
          assertThat(answer.split(" ")).hasSize(prompts.answerTokens(index, turn - 1) + 1);
        }
        before = messages;
      }
    }
  }

  @Test
  void idsOfATurnBeginWithThoseOfTheTurnBefore() {
    PromptWriter prompts = prompts(workload("completions", null, turns(3)), Vocabulary.ids());

    JsonArray first = parse(written(prompts, 7, 1)).asJsonArray();
    JsonArray second = parse(written(prompts, 7, 2)).asJsonArray();

    assertThat(second.subList(0, first.size())).isEqualTo(first);
    assertThat(second).hasSize(prompts.promptTokens(7, 2));
  }

  @Test
  void thinksBeforeEachTurnButTheFirst() {
    Workload.Conversations conversations =
        new Workload.Conversations(Distribution.fixed(3), Distribution.uniform(0.5, 2));
    PromptWriter prompts =
        prompts(workload("chat", null, conversations), Vocabulary.uncounted(true));

    Set<Long> pauses = new HashSet<>();
    for (long index = 0; index < 100; index++) {
      assertThat(prompts.thinkNanos(index, 0)).isZero();
      for (int turn = 1; turn < 3; turn++) {
        assertThat(prompts.thinkNanos(index, turn)).isBetween(500_000_000L, 2_000_000_000L);
        pauses.add(prompts.thinkNanos(index, turn));
      }
    }
    assertThat(pauses).hasSize(200);
  }

  @Test
  void takesWhatTheServerAddsFromTheLength() {
    Workload workload = workload("chat", null, null);
    PromptWriter plain = prompts(workload, Vocabulary.uncounted(true));
    Vocabulary counted =
        new Vocabulary(TokenPieces.words(WordList.words()), PromptFrame.chat().counting(5, 9));
    PromptWriter less = prompts(workload, counted);

    for (long index = 0; index < 100; index++) {
      int length = plain.promptTokens(index, 0);
      assertThat(less.promptTokens(index, 0)).isEqualTo(Math.max(6, length));
      int words = words(parse(written(less, index, 0)).asJsonArray());
      assertThat(words - 1 + 5).isEqualTo(less.promptTokens(index, 0));
    }
  }

  private static int words(List<JsonValue> messages) {
    return messages.stream()
        .mapToInt(message -> message.asJsonObject().getString("content").split(" ").length)
        .sum();
  }

  private static Workload.Conversations turns(int turns) {
    return new Workload.Conversations(Distribution.fixed(turns), null);
  }

  private static Workload workload(
      String api, Workload.SharedPrefix prefix, Workload.Conversations conversations) {
    return workload(42, api, prefix, conversations);
  }

  private static Workload workload(
      long seed, String api, Workload.SharedPrefix prefix, Workload.Conversations conversations) {
    Workload.Prompts prompts =
        new Workload.Prompts(null, null, null, LENGTHS, prefix, null, null, conversations);
    Workload.Output output = new Workload.Output(null, null, null, null, ANSWERS);
    return new Workload(null, null, null, api, null, null, prompts, output, null, null, seed, null);
  }

  private static PromptWriter prompts(Workload workload, Vocabulary vocabulary) {
    return new SyntheticPrompts(workload, vocabulary);
  }

  private static String all(PromptWriter prompts, long index) {
    StringBuilder text = new StringBuilder();
    for (int turn = 0; turn < prompts.turns(index); turn++) {
      text.append(written(prompts, index, turn)).append(prompts.answerTokens(index, turn));
    }
    return text.toString();
  }

  private static String written(PromptWriter prompts, long index, int turn) {
    ByteBuf bytes = Unpooled.buffer();
    prompts.write(index, turn, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static JsonValue parse(String text) {
    return Json.createReader(new StringReader(text)).readValue();
  }
}
