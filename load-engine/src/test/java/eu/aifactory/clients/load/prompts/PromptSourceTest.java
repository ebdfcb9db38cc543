package eu.aifactory.clients.load.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Workload;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptSourceTest {
  @TempDir Path folder;

  @Test
  void shipsManyDifferentPrompts() {
    List<Prompt> prompts = PromptSource.load(new Workload.Prompts(null, null, null));

    assertThat(prompts).hasSizeGreaterThanOrEqualTo(220).doesNotHaveDuplicates();
    assertThat(prompts).allSatisfy(prompt -> assertThat(prompt.maxTokens()).isNull());
    assertThat(prompts.stream().mapToInt(prompt -> prompt.text().length()).max().getAsInt())
        .isGreaterThan(800);
    assertThat(prompts).anySatisfy(prompt -> assertThat(prompt.messages()).hasSize(3));
  }

  @Test
  void readsJsonLines() throws IOException {
    List<Prompt> prompts =
        load(
            "p.jsonl",
            """
            {"prompt":"one \\u00e9"}

            {"messages":[{"role":"system","content":"brief"},{"role":"user","content":"two"}],"max_tokens":7}
            {"text":"three","output_len":9,"other":[{}]}
            """);

    assertThat(prompts)
        .containsExactly(
            Prompt.of("one é"),
            new Prompt(
                List.of(new Prompt.Message("system", "brief"), new Prompt.Message("user", "two")),
                7),
            new Prompt(Prompt.of("three").messages(), 9));
  }

  @Test
  void readsShareGpt() throws IOException {
    List<Prompt> prompts =
        load(
            "s.json",
            """
            [ {"id":"a","conversations":[
                {"from":"system","value":"x"},{"from":"human","value":"one"},{"from":"gpt","value":"y"}]},
              {"id":"b","conversations":[]},
              {"id":"c","conversations":[{"from":"gpt","value":"only me"}]},
              {"prompt":"two","max_tokens":3} ]
            """);

    assertThat(prompts)
        .containsExactly(Prompt.of("one"), new Prompt(Prompt.of("two").messages(), 3));
  }

  @Test
  void readsCsv() throws IOException {
    List<Prompt> prompts =
        load(
            "c.csv",
            "\uFEFFid,Prompt,output_tokens\r\n"
                + "1,\"a \"\"quoted\"\", one\nof two lines\",12\r\n"
                + "\r\n"
                + "2,plain,\r\n");

    assertThat(prompts)
        .containsExactly(
            new Prompt(Prompt.of("a \"quoted\", one\nof two lines").messages(), 12),
            Prompt.of("plain"));
  }

  @Test
  void readsTextLineByLine() throws IOException {
    assertThat(load("t.txt", "one\n\n  two  \r\nthree"))
        .containsExactly(Prompt.of("one"), Prompt.of("two"), Prompt.of("three"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "p.jsonl | {\"prompt\":\"a\"}\\n{\"prompt\":1} | line 2: field \"prompt\" must be a text that is not empty",
        "p.jsonl | {\"question\":\"a\"} | line 1: there is no field \"prompt\", \"messages\" or \"text\"",
        "p.jsonl | {\"prompt\":\"a\",\"max_tokens\":0} | line 1: field \"max_tokens\" must be a whole number of 1 or more, not 0",
        "p.jsonl | {\"prompt\":\"a\",\"max_tokens\":1e99} | line 1: field \"max_tokens\" must be a whole number of 1 or more, not 1E+99",
        "p.jsonl | {\"messages\":[]} | line 1: field \"messages\" must be a list with at least one message",
        "p.jsonl | {\"messages\":[{\"role\":\"user\"}]} | line 1: field \"messages[0].content\" must be a text that is not empty",
        "p.jsonl | {\"prompt\": | line 1: this is no JSON object",
        "p.jsonl | [1] | line 1: this is no JSON object",
        "s.json | {} | line 1: the file must hold a list of conversations",
        "s.json | [\\n{\"conversations\":3}] | line 2: field \"conversations\" must be a list",
        "s.json | [{\"conversations\":[{\"from\":1}]}] | line 1: field \"conversations[].from\" must be a text",
        "s.json | [\\n{\"conversations\": | line 2: this is no JSON",
        "c.csv | a,b\\n1,2 | line 1: the header has no column \"prompt\"; it has [a, b]",
        "c.csv | prompt,output_tokens\\nx,5\\ny,many | line 3: field \"output_tokens\" must be a whole number of 1 or more, not \"many\"",
        "c.csv | prompt,b\\nx | line 2: there are 1 fields, and 2 columns",
        "c.csv | prompt\\n\"x | line 2: a quote is opened and never closed",
        "c.csv | prompt,b\\n,1 | line 2: field \"prompt\" is empty",
      })
  void namesFileLineAndField(String name, String text, String message) {
    assertThatThrownBy(() -> load(name, text.replace("\\n", "\n")))
        .isInstanceOf(PromptException.class)
        .hasMessage(folder.resolve(name) + ", " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e.jsonl", "e.txt", "e.json"})
  void refusesAFileWithoutPrompts(String name) {
    assertThatThrownBy(() -> load(name, name.endsWith("json") ? "[]" : "\n"))
        .isInstanceOf(PromptException.class)
        .hasMessage("the prompt file %s holds no prompt".formatted(folder.resolve(name)));
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Path file = folder.resolve("latin.txt");
    Files.write(file, "good\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(PromptException.class)
        .hasMessage(file + ", line 2: the line is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompts.xml", "prompts"})
  void refusesAnUnknownEnding(String name) {
    assertThatThrownBy(() -> load(name, "x"))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("tells no format; name one of sharegpt, jsonl, csv, text");
  }

  @Test
  void refusesADirectory() {
    Workload.Prompts prompts = new Workload.Prompts(null, "text", folder.toString());

    assertThatThrownBy(() -> PromptSource.load(prompts))
        .hasMessage("the prompt file %s is a directory".formatted(folder));
  }

  @Test
  void refusesALineThatIsTooLongBeforeItIsInMemory() {
    LineReader lines = new LineReader(endless((byte) 'x'), "endless");

    assertThatThrownBy(lines::next)
        .isInstanceOf(PromptException.class)
        .hasMessage("endless, line 1: the line is longer than 16777216 bytes");
  }

  @Test
  void refusesATextThatIsTooLongBeforeItIsInMemory() {
    PromptList prompts = new PromptList("endless");
    InputStream in =
        new BufferedInputStream(
            new java.io.SequenceInputStream(
                new java.io.ByteArrayInputStream("[{\"id\":\"".getBytes(StandardCharsets.UTF_8)),
                endless((byte) 'x')));

    assertThatThrownBy(() -> ShareGptFile.read(in, false, prompts))
        .isInstanceOf(PromptException.class)
        .hasMessage("endless, line 1: a text is longer than 16777216 bytes");
  }

  private static InputStream endless(byte b) {
    return new InputStream() {
      @Override
      public int read() {
        return b;
      }
    };
  }

  private List<Prompt> load(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return load(file);
  }

  private static List<Prompt> load(Path file) {
    return PromptSource.load(new Workload.Prompts(null, null, file.toString()));
  }
}
