package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.load.Replay.Seen;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real vLLM 0.32.0 sent, byte for byte, with HTTP's framing. */
class RecordedStreamsTest {
  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      return Path.of(RecordedStreamsTest.class.getResource("/recorded/vllm-0.32.0").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> recordings() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".response"))
          .map(name -> name.substring(0, name.length() - ".response".length()))
          .sorted()
          .toList();
    }
  }

  private static byte[] bytes(String recording) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(recording + ".response"));
  }

  @ParameterizedTest
  @CsvSource({
    "chat-stream,                                ,        24, 24, 24, false, -1",
    "chat-stream-usage,                          ,        24, 24, 24, true,  43",
    "chat-stream-continuous-usage,               ,        24, 24, 24, true,  43",
    "chat-stream-ignore-eos,                     ,        24, 24, 24, true,  33",
    "chat-stream-max-tokens-1,                   ,         1,  1,  1, true,  43",
    "chat-stream-natural-end,                    ,         8,  8,  8, true,  37",
    "chat-stream-request-id,                     ,        24, 24, 24, true,  43",
    "chat-stream-stop,                           ,        23, 23, 23, true,  43",
    "chat-stream-token-ids,                      ,        24, 24, 24, true,  43",
    "chat-stream-emoji,                          ,        28, 28, 28, true,  55",
    // Two tokens share a chunk and no chunk says so: their times are not known.
    "chat-stream-logprobs,                       ,        24, 23, 23, false, 43",
    // Two choices that interleave: the gaps between their chunks are nobody's.
    "chat-stream-n2,                             ,        48, 48, 48, false, 43",
    "completions-stream,                         ,        24, 24, 24, false, -1",
    "completions-stream-usage,                   ,        24, 24, 24, true,   7",
    "completions-stream-continuous-usage,        ,        24, 24, 24, true,   7",
    "completions-stream-return-token-ids,        ,        24, 24, 24, true,   7",
    "completions-stream-token-id-prompt,         ,        24, 24, 24, true,   7",
    "opt-force-usage-completions-stream,         ,        24, 24, 24, true,   7",
    "opt-per-request-metrics-chat-stream,        ,        24, 24, 24, true,  43",
    "opt-per-request-metrics-chat-stream-again,  ,        24, 24, 24, true,  43",
    "opt-per-request-metrics-completions-stream, ,        24, 24, 24, true,   7",
    "opt-queue-of-two-0,                         ,        24, 24, 24, true,  43",
    "opt-queue-of-two-1,                         ,        24, 24, 24, true,  43",
    "opt-queue-of-two-2,                         ,        24, 24, 24, true,  43",
    "opt-queue-of-two-3,                         ,        24, 24, 24, true,  43",
    "server-sigterm-mid-stream,                  truncated, 37, 37, 37, false, -1",
    "opt-client-goes-away,                       truncated, 7,  7,  7, true,  39",
    "opt-engine-killed-mid-stream,               stream_error, 41, 41, 41, true, 39",
    "error-bad-token-id,                         stream_error, 0, 0, 0, false, -1",
    "error-temperature,                          http_400, 0, 0, 0, false, -1",
    "error-bad-json,                             http_400, 0, 0, 0, false, -1",
    "error-too-long,                             http_400, 0, 0, 0, false, -1",
    "error-unknown-model,                        http_404, 0, 0, 0, false, -1",
    "error-unknown-path,                         http_404, 0, 0, 0, false, -1",
    "error-wrong-method,                         http_405, 0, 0, 0, false, -1",
    "opt-no-api-key,                             http_401, 0, 0, 0, false, -1",
    "opt-after-engine-death-health,              http_503, 0, 0, 0, false, -1",
    // An answer in one piece, where a stream was asked for, is none.
    "chat-plain,                                 malformed, 24, 0, 0, false, 43",
    "health,                                     empty, 0, 0, 0, false, -1",
  })
  void tellsWhatAStreamBrought(
      String recording,
      String failure,
      long tokens,
      long counted,
      int chunks,
      boolean exact,
      long promptTokens)
      throws IOException {
    Seen seen = Replay.streamed().see(bytes(recording));

    assertThat(seen.failure()).isEqualTo(failure == null ? "" : failure);
    assertThat(seen.tokens()).isEqualTo(tokens);
    assertThat(seen.countedTokens()).isEqualTo(counted);
    assertThat(seen.tokenChunks()).isEqualTo(chunks);
    assertThat(seen.exact()).isEqualTo(exact);
    assertThat(seen.promptTokens()).isEqualTo(promptTokens);
    assertThat(seen.countsDisagree()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "chat-plain, '', 24, 43",
    "completions-plain, '', 24, 7",
    "opt-per-request-metrics-chat-plain, '', 24, 43",
    "version, '', 0, -1",
    "health, malformed, 0, -1",
    "chat-stream, malformed, 0, -1",
    "error-unknown-model, http_404, 0, -1",
  })
  void tellsWhatAWholeAnswerBrought(
      String recording, String failure, long tokens, long promptTokens) throws IOException {
    Seen seen = Replay.whole().see(bytes(recording));

    assertThat(seen.failure()).isEqualTo(failure);
    assertThat(seen.tokens()).isEqualTo(tokens);
    assertThat(seen.promptTokens()).isEqualTo(promptTokens);
  }

  @ParameterizedTest
  @CsvSource({
    "opt-per-request-metrics-chat-stream, 0.027301000045554247, 711.1038319999352",
    "chat-stream-usage, NaN, NaN",
  })
  void readsTheServersOwnTimes(String recording, double queueMs, double prefillMs)
      throws IOException {
    Seen seen = Replay.streamed().see(bytes(recording));

    assertThat(seen.serverQueueMs()).isEqualTo(Double.valueOf(queueMs));
    assertThat(seen.serverPrefillMs()).isEqualTo(Double.valueOf(prefillMs));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void seesTheSameByteByByte(String recording) throws IOException {
    byte[] bytes = bytes(recording);
    int[] everywhere = IntStream.range(1, bytes.length).toArray();

    assertThat(Replay.streamed().see(bytes, everywhere)).isEqualTo(Replay.streamed().see(bytes));
    assertThat(Replay.whole().see(bytes, everywhere)).isEqualTo(Replay.whole().see(bytes));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void seesTheSameCutAnywhere(String recording) throws IOException {
    byte[] bytes = bytes(recording);
    Replay replay = Replay.streamed();
    Seen uncut = replay.see(bytes);

    for (int cut = 1; cut < bytes.length; cut++) {
      Seen seen = replay.see(bytes, cut);
      if (!seen.equals(uncut)) {
        assertThat(seen).as("cut at %d", cut).isEqualTo(uncut);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void neverTakesAPartForTheWhole(String recording) throws IOException {
    byte[] bytes = bytes(recording);
    Replay replay = Replay.streamed();
    int done =
        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("[DONE]\n\n");
    int needed = done < 0 ? bytes.length : done + "[DONE]\n\n".length();

    for (int length = 0; length < needed; length++) {
      Seen seen = replay.see(java.util.Arrays.copyOf(bytes, length));
      if (seen.failure().isEmpty()) {
        assertThat(seen.failure()).as("of %d bytes", length).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"chat-stream-usage", "chat-stream-emoji", "completions-stream-continuous-usage"})
  void givesEachChunkTheTimeOfTheReadThatBroughtItsLastByte(String recording) throws IOException {
    byte[] bytes = bytes(recording);
    Replay replay = Replay.streamed();

    replay.see(bytes, IntStream.range(1, bytes.length).toArray());

    // Byte by byte, the time is the place of the byte, counted from 1; an event's last is a LF.
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int role = text.contains("\"role\":\"assistant\"") ? text.indexOf("\n\n") + 2 : 0;
    int place = role;
    for (int i = 0; i < replay.answer().tokenChunks(); i++) {
      place = text.indexOf("\n\n", place) + 2;
      assertThat(replay.answer().chunkNanos(i)).isEqualTo(place);
    }
  }
}
