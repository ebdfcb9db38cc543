package eu.aifactory.clients.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that has a template must understand every chunk as one that has none. */
class ChunkTemplateTest {
  private static final String STREAM = "text/event-stream";
  private static final String CHAT =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1763900000,"
          + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" river\"},"
          + "\"logprobs\":null,\"finish_reason\":null,\"token_ids\":null}],"
          + "\"usage\":{\"prompt_tokens\":24,\"total_tokens\":30,\"completion_tokens\":6,"
          + "\"completion_tokens_details\":null}}";
  private static final String WITHOUT_USAGE =
      "{\"id\":\"cmpl-1\",\"choices\":[{\"index\":0,\"text\":\"a\\n\",\"finish_reason\":null}]}";
  private static final String REASONING =
      "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"content\":\"\"},\"index\":0}],"
          + "\"usage\":{\"completion_tokens\":1}}";

  /** What may stand in a chunk instead of some of its bytes. */
  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\\"",
          "\\",
          "\\n",
          "\n",
          "\u0001",
          "ü",
          "0",
          "7",
          "123",
          "-1",
          "null",
          "true",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "1e3",
          "99999999999999999999",
          "\"stop\"",
          "\"role\":\"a\",",
          "\"error\":{},",
          "\"error\"",
          "\"content\":\"x\",",
          "\"index\":1,",
          "\"token_ids\":[1,2],",
          "\"completion_tokens\":9,",
          "\"finish_reason\":\"stop\",",
          "\"tool_calls\":[{}],",
          "");

  @ParameterizedTest
  @ValueSource(strings = {CHAT, WITHOUT_USAGE, REASONING})
  void understandsMutatedChunksAsAReaderWithoutTemplate(String chunk) {
    Random random = new Random(20261127);
    for (int i = 0; i < 20_000; i++) {
      String first = random.nextBoolean() ? chunk : mutated(chunk, random);
      String second = random.nextInt(4) == 0 ? first : mutated(first, random);

      List<Object> cold = said(new EventReader(), second);
      EventReader warm = new EventReader();
      said(warm, first);
      List<Object> templated = said(warm, second);

      assertThat(templated).as("after %s: %s", first, second).isEqualTo(cold);
    }
  }

  @Test
  void takesTheCountsOfEachChunk() {
    EventReader reader = new EventReader();
    said(reader, CHAT);

    List<Object> next =
        said(
            reader,
            CHAT.replace(" river", "é\\\"")
                .replace("\"total_tokens\":30", "\"total_tokens\":1031")
                .replace("\"completion_tokens\":6", "\"completion_tokens\":1007"));

    assertThat(next).startsWith(1007L, 24L);
  }

  @Test
  void matchesAPlainChunkAndNothingThatSaysMore() {
    ChunkTemplate template = new ChunkTemplate();
    byte[] chunk = ascii("{\"t\":\"one\",\"n\":5}");
    template.walk();
    template.text(6, 9, true);
    template.count(ChunkTemplate.Count.COMPLETION, 15, 16);
    template.learn(chunk, 0, chunk.length);

    assertThat(matches(template, "{\"t\":\"another\",\"n\":17}")).isTrue();
    assertThat(template.completion()).isEqualTo(17);
    assertThat(template.prompt()).isEqualTo(Answer.UNKNOWN);
    assertThat(matches(template, "{\"t\":\"\",\"n\":17}")).as("no text").isFalse();
    assertThat(matches(template, "{\"t\":\"a\",\"n\":17.5}")).isFalse();
    assertThat(matches(template, "{\"t\":\"a\",\"n\":17} ")).isFalse();
    assertThat(matches(template, "{\"t\":\"a\",\"n\":1")).isFalse();
    assertThat(matches(template, "{\"t\":\"a\\")).isFalse();
  }

  private static boolean matches(ChunkTemplate template, String chunk) {
    byte[] bytes = ascii(chunk);
    return template.matches(bytes, 0, bytes.length);
  }

  private static String mutated(String chunk, Random random) {
    StringBuilder text = new StringBuilder(chunk);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(4));
      text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** Everything that a settled answer tells after this one chunk. */
  private static List<Object> said(EventReader reader, String chunk) {
    Answer answer = new Answer();
    answer.begin();
    reader.begin(answer, STREAM);
    byte[] event = ("data: " + chunk + "\n\n").getBytes(StandardCharsets.UTF_8);
    reader.body(event, 0, event.length, 1);
    answer.settle();
    List<Object> all = new ArrayList<>();
    all.add(answer.tokens());
    all.add(answer.promptTokens());
    all.add(answer.countedTokens());
    all.add(answer.tokenChunks());
    all.add(answer.exact());
    all.add(answer.hasUsage());
    all.add(answer.isFinished());
    all.add(answer.isDone());
    all.add(answer.hasError());
    all.add(answer.isMalformed());
    all.add(answer.events());
    all.add(answer.serverQueueMs());
    return all;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
