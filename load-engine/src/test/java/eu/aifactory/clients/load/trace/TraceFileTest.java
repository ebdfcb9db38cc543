package eu.aifactory.clients.load.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.load.prompts.PromptException;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.load.prompts.Vocabulary;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFileTest {
  private static final String MOONCAKE =
      """
      {"timestamp": 0, "input_length": 1100, "output_length": 500, "hash_ids": [0, 1, 2]}
      {"timestamp": 250, "input_length": 1000, "output_length": 3, "hash_ids": [0, 1]}
      {"timestamp": 250, "input_length": 9, "output_length": 1}
      """;

  @TempDir private Path folder;

  @Test
  void readsMooncake() throws IOException {
    Trace trace = load(MOONCAKE);

    assertThat(dueNanos(trace)).containsExactly(0L, 250_000_000L, 250_000_000L);
    assertThat(LongStream.range(0, 3).map(trace::promptTokens)).containsExactly(1100L, 1000L, 9L);
    assertThat(LongStream.range(0, 3).map(trace::answerTokens)).containsExactly(500L, 3L, 1L);
    assertThat(trace.blocks(0)).isEqualTo(3);
    assertThat(trace.block(1, 1)).isEqualTo(1);
    assertThat(trace.blocks(2)).isZero();
  }

  @Test
  void readsAzureOfBothYears() throws IOException {
    Trace of2023 =
        load(
            """
            TIMESTAMP,ContextTokens,GeneratedTokens
            2023-11-16 18:15:46.6805900,374,44
            2023-11-16 18:15:50.9951690,396,109
            2023-11-17 00:00:00,20000,7
            """);
    Trace of2024 =
        load(
            "TIMESTAMP,ContextTokens,GeneratedTokens\r\n"
                + "2024-05-10 00:00:00.009930+00:00,2162,5\r\n"
                + "2024-05-10 00:00:01+00:00,2399,6\r\n"
                + "2024-05-10 01:00:01.5+01:00,1,1\r\n");

    assertThat(dueNanos(of2023)).containsExactly(0L, 4_314_579_000L, 20_653_319_410_000L);
    assertThat(of2023.promptTokens(2)).isEqualTo(20_000);
    assertThat(dueNanos(of2024)).containsExactly(0L, 990_070_000L, 1_490_070_000L);
  }

  @Test
  void readsBurstGptWithMoreColumnsToo() throws IOException {
    Trace plain =
        load(
            """
            Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
            5,ChatGPT,472,18,490,Conversation log
            45.5,GPT-4,1087,0,1087,API log
            """);
    Trace wider =
        load(
            """
            Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type
            5,a,0.1,ChatGPT,472,18,490,Conversation log
            """);

    assertThat(dueNanos(plain)).containsExactly(0L, 40_500_000_000L);
    assertThat(plain.promptTokens(1)).isEqualTo(1087);
    assertThat(plain.answerTokens(1)).isEqualTo(1);
    assertThat(wider.promptTokens(0)).isEqualTo(472);
  }

  @Test
  void replaysFasterAndStopsEarly() throws IOException {
    Path file = Files.writeString(folder.resolve("t.jsonl"), MOONCAKE + "not read\n");

    Trace trace = TraceFile.load(prompts(file, null, 4.0), 2);

    assertThat(dueNanos(trace)).containsExactly(0L, 62_500_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
{"timestamp": 5, "input_length": 1, "output_length": 1}~{"timestamp": 4, "input_length": 1, "output_length": 1} | , line 2: field "timestamp" goes backwards, by 0.001 s
{"timestamp": 5, "input_length": -1, "output_length": 1} | , line 1: field "input_length" must be 0 to 10000000, not -1
{"timestamp": 5, "input_length": 1, "output_length": 1e8} | , line 1: field "output_length" must be 0 to 10000000, not 100000000
{"timestamp": 5, "input_length": 1.5, "output_length": 1} | , line 1: field "input_length" must be a whole number, not 1.5
{"timestamp": 5, "input_length": 1e999999999, "output_length": 1} | , line 1: field "input_length" must be a number, not 1E+999999999
{"timestamp": "5", "input_length": 1, "output_length": 1} | , line 1: field "timestamp" must be a number, not "5"
{"timestamp": -5, "input_length": 1, "output_length": 1} | , line 1: field "timestamp" must be 0 or more, not -5
{"timestamp": 5, "output_length": 1} | , line 1: there is no field "input_length"
{"timestamp": 5, "input_length": 600, "output_length": 1, "hash_ids": [1]} | , line 1: field "hash_ids" has 1 blocks, and 600 tokens are 2 blocks of 512
{"timestamp": 5, "input_length": 6, "output_length": 1, "hash_ids": ["x"]} | , line 1: field "hash_ids[0]" must be a whole number, not "x"
{"timestamp": 5, "input_length": 1, "output_length": 1}~{"timestamp": 6, "input_len | , line 2: this is no JSON object
time,tokens~1,2 | , line 1: this is no header of a known trace: azure (TIMESTAMP, ContextTokens, GeneratedTokens), burstgpt (Timestamp, Request tokens, Response tokens); mooncake has a JSON object a line
TIMESTAMP,ContextTokens,GeneratedTokens~2023-11-16 18:15:46.68,374,44~2023-11-16 18:15:46.67,374,44 | , line 3: field "TIMESTAMP" goes backwards, by 0.01 s
TIMESTAMP,ContextTokens,GeneratedTokens~16 Nov,374,44 | , line 2: field "TIMESTAMP" must be a date and a time, such as 2023-11-16 18:15:46.68, not "16 Nov"
TIMESTAMP,ContextTokens,GeneratedTokens~2023-11-16 18:15:46.68,-4,44 | , line 2: field "ContextTokens" must be 0 to 10000000, not -4
TIMESTAMP,ContextTokens,GeneratedTokens~2023-11-16 18:15:46.68,4,many | , line 2: field "GeneratedTokens" must be a whole number, not "many"
TIMESTAMP,ContextTokens,GeneratedTokens~2023-11-16 18:15:46.68,37 | , line 2: there are 2 fields, and 3 columns
Timestamp,Model,Request tokens,Response tokens~-5,m,1,1 | , line 2: field "Timestamp" must be seconds, not "-5"
TIMESTAMP,ContextTokens,GeneratedTokens | the trace %s holds no request
""")
  void namesWhatIsWrong(String lines, String sentence) throws IOException {
    Path file = Files.writeString(folder.resolve("trace"), lines.replace('~', '\n'));
    String expected =
        sentence.startsWith(",") ? file + sentence : sentence.formatted(file.toString());

    assertThatThrownBy(() -> TraceFile.load(prompts(file, null, null), Long.MAX_VALUE))
        .isInstanceOf(PromptException.class)
        .hasMessage(expected);
  }

  @Test
  void refusesAnotherFormatThanItIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("trace"), MOONCAKE);

    assertThatThrownBy(() -> TraceFile.load(prompts(file, "azure", null), Long.MAX_VALUE))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining(", line 1: this is no header of a known trace");
    assertThatThrownBy(() -> TraceFile.load(prompts(folder, null, null), Long.MAX_VALUE))
        .hasMessage("the trace %s is a directory".formatted(folder));
    assertThatThrownBy(
            () -> TraceFile.load(prompts(folder.resolve("none"), null, null), Long.MAX_VALUE))
        .hasMessage("there is no trace %s".formatted(folder.resolve("none")));
  }

  @Test
  void refusesALineThatWouldFillTheMemory() throws IOException {
    Path file = folder.resolve("long.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 17; i++) {
        out.write(blanks);
      }
    }

    assertThatThrownBy(() -> TraceFile.load(prompts(file, "mooncake", null), Long.MAX_VALUE))
        .hasMessage(file + ", line 1: the line is longer than 16777216 bytes");
  }

  @Test
  void sharesTheBlocksThatTheTraceShares() throws IOException {
    Trace trace = load(MOONCAKE);
    PromptWriter prompts = new TracePrompts(trace, Vocabulary.ids(), 42);

    List<String> first = ids(prompts, 0);
    List<String> second = ids(prompts, 1);

    assertThat(first).hasSize(1100);
    assertThat(second).hasSize(1000).isEqualTo(first.subList(0, 1000));
    assertThat(ids(prompts, 2)).hasSize(9).isNotEqualTo(first.subList(0, 9));
    // A load with more arrivals begins the trace again; what shares nothing stays of its own.
    assertThat(ids(prompts, 3)).isEqualTo(first);
    assertThat(ids(prompts, 5)).hasSize(9).isNotEqualTo(ids(prompts, 2));
    assertThat(prompts.nameOf(1)).endsWith(", line 2");
  }

  private static List<String> ids(PromptWriter prompts, long index) {
    ByteBuf bytes = Unpooled.buffer();
    prompts.write(index, 0, bytes);
    String text = bytes.toString(StandardCharsets.US_ASCII);
    assertThat(text).matches("\\[[0-9,]+]");
    return List.of(text.substring(1, text.length() - 1).split(","));
  }

  private Trace load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("trace"), text);
    return TraceFile.load(prompts(file, null, null), Long.MAX_VALUE);
  }

  private static Workload.Prompts prompts(Path file, String format, Double speed) {
    return new Workload.Prompts("trace", format, file.toString(), null, null, null, speed, null);
  }

  private static long[] dueNanos(Trace trace) {
    return LongStream.range(0, trace.size()).map(trace::dueNanos).toArray();
  }
}
