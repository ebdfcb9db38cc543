package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadFileTest {
  @TempDir Path folder;

  @Test
  void fillsInWhatTheFileLeavesOut() throws IOException {
    Workload workload =
        WorkloadFile.read(file("{\"api\":\"completions\",\"load\":{\"duration_seconds\":2.5}}"));

    assertThat(workload.api()).isEqualTo("completions");
    assertThat(workload.load().durationSeconds()).isEqualTo(2.5);
    assertThat(workload.output().maxTokens()).isEqualTo(Workload.Output.DEFAULT_MAX_TOKENS);
  }

  @Test
  void anEmptyObjectIsTheStandardWorkload() throws IOException {
    assertThat(WorkloadFile.read(file("{}"))).isEqualTo(Workload.standard());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"lod\": {}}                          | workload.lod is not known",
        "{\"load\": {\"seconds\": 3}}           | workload.load.seconds is not known",
        "{\"load\": 3}                          | workload.load must be an object, not 3",
        "{\"load\": {\"requests\": 1.5}}        | must be a whole number, not 1.5",
        "{\"load\": {\"requests\": \"many\"}}   | must be a whole number, not \"many\"",
        "{\"seed\": 99999999999999999999}       | workload.seed must be a whole number",
        "{\"output\": {\"max_tokens\": 3000000000}} | workload.output.max_tokens must be a whole",
        "{\"output\": {\"ignore_eos\": 1}}      | must be true or false, not 1",
        "{\"api\": [\"chat\"]}                  | workload.api must be text",
        "{\"api\": \"voice\"}                   | \"voice\"",
        "{\"load\": {\"requests\": 0}}          | not 0",
        "[]                                     | must hold a JSON object",
        "{\"api\": \"chat\",}                   | line 1, column",
        "{\"api\"                               | it ends before it is complete",
      })
  void namesWhatIsWrong(String text, String said) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> WorkloadFile.read(file))
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(2))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(said)
        .message()
        .doesNotContain("\n")
        .endsWith(".");
  }

  @Test
  void saysTheLineOfASyntaxError() throws IOException {
    Path file = file("{\n  \"api\": \"chat\",\n  \"seed\": 1x\n}");

    assertThatThrownBy(() -> WorkloadFile.read(file)).hasMessageContaining("line 3");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path file = folder.resolve("w.json");
    Files.write(file, "{\"model\": \"ü\"}".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> WorkloadFile.read(file)).hasMessageContaining("UTF-8");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("w.json"), text);
  }
}
