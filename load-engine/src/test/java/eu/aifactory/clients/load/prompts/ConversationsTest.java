package eu.aifactory.clients.load.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Distribution;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {
  private static final String SHARE_GPT =
      """
      [{"id": "a", "conversations": [
         {"from": "gpt", "value": "left out"},
         {"from": "human", "value": "Wie heißt \\"das\\"?"},
         {"from": "gpt", "value": "So."},
         {"from": "human", "value": "And"},
         {"from": "human", "value": "then?"},
         {"from": "bard", "value": "Thus."},
         {"from": "human", "value": ""},
         {"from": "human", "value": "Bye."},
         {"from": "gpt", "value": "never sent"}]},
       {"id": "b", "conversations": [{"from": "gpt", "value": "nobody asked"}]}]
      """;

  @TempDir private Path folder;

  @Test
  void sendsTheDatasHistoryBeforeEachTurn() throws IOException {
    PromptWriter prompts = prompts("c.json", SHARE_GPT, "chat", null);

    assertThat(prompts.turns(0)).isEqualTo(3);
    assertThat(said(prompts, 0)).containsExactly("user: Wie heißt \"das\"?");
    assertThat(said(prompts, 1))
        .containsExactly("user: Wie heißt \"das\"?", "assistant: So.", "user: And\n\nthen?");
    assertThat(said(prompts, 2))
        .containsExactly(
            "user: Wie heißt \"das\"?",
            "assistant: So.",
            "user: And\n\nthen?",
            "assistant: Thus.",
            "user: Bye.");
  }

  @Test
  void joinsMessagesWhereTheApiTakesOneText() throws IOException {
    PromptWriter prompts = prompts("c.json", SHARE_GPT, "completions", null);

    assertThat(((JsonString) written(prompts, 1)).getString())
        .isEqualTo("Wie heißt \"das\"?\n\nSo.\n\nAnd\n\nthen?");
  }

  @Test
  void endsAtTheMostTurns() throws IOException {
    assertThat(prompts("c.json", SHARE_GPT, "chat", Distribution.fixed(2)).turns(5)).isEqualTo(2);
    assertThat(prompts("c.json", SHARE_GPT, "chat", Distribution.fixed(9)).turns(5)).isEqualTo(3);
  }

  @Test
  void readsMessagesOfJsonLinesWithTheirSystemPrompt() throws IOException {
    String line =
        """
        {"messages": [{"role": "system", "content": "Be brief."},
         {"role": "user", "content": "1"}, {"role": "assistant", "content": "2"},
         {"role": "user", "content": "3"}], "max_tokens": 7}"""
            .replace("\n", "");

    PromptWriter prompts = prompts("c.jsonl", line, "chat", null);

    assertThat(prompts.turns(0)).isEqualTo(2);
    assertThat(said(prompts, 0)).containsExactly("system: Be brief.", "user: 1");
    assertThat(prompts.answerTokens(0, 1)).isEqualTo(7);
  }

  @Test
  void aPromptWithoutHistoryIsAConversationOfOneTurn() throws IOException {
    assertThat(prompts("c.txt", "hello\n", "chat", null).turns(0)).isEqualTo(1);
  }

  @Test
  void refusesAFileInWhichNoUserSpeaks() {
    String line = "{\"messages\": [{\"role\": \"assistant\", \"content\": \"hello\"}]}";

    assertThatThrownBy(() -> prompts("c.jsonl", line, "chat", null))
        .isInstanceOf(PromptException.class)
        .hasMessage(
            "the prompt file %s holds no conversation with a message of the user"
                .formatted(folder.resolve("c.jsonl")));
  }

  @Test
  void withoutConversationsTheFirstQuestionIsThePrompt() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), SHARE_GPT);

    assertThat(PromptSource.load(new Workload.Prompts(null, null, file.toString())))
        .containsExactly(Prompt.of("Wie heißt \"das\"?"));
  }

  private PromptWriter prompts(String name, String text, String api, Distribution turns)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Workload.Prompts asked =
        new Workload.Prompts(
            null,
            null,
            file.toString(),
            null,
            null,
            null,
            null,
            new Workload.Conversations(turns, null));
    Workload workload =
        new Workload(null, null, null, api, null, null, asked, null, null, null, null, null);
    return new EncodedPrompts(PromptSource.load(asked), workload, api.equals("chat"));
  }

  private static List<String> said(PromptWriter prompts, int turn) {
    return ((JsonArray) written(prompts, turn))
        .stream()
            .map(JsonValue::asJsonObject)
            .map(message -> message.getString("role") + ": " + message.getString("content"))
            .toList();
  }

  private static JsonValue written(PromptWriter prompts, int turn) {
    ByteBuf bytes = Unpooled.buffer();
    prompts.write(0, turn, bytes);
    String text = bytes.toString(StandardCharsets.UTF_8);
    return Json.createReader(new StringReader(text)).readValue();
  }
}
