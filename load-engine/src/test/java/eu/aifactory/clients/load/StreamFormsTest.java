package eu.aifactory.clients.load;

import static eu.aifactory.clients.load.ScriptedServer.ROLE;
import static eu.aifactory.clients.load.ScriptedServer.STREAM_HEAD;
import static eu.aifactory.clients.load.ScriptedServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.load.Replay.Seen;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that no recording shows and the standards allow, or that only nonsense brings. */
class StreamFormsTest {
  private static final String PLAIN_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String WORD = "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}";
  private static final String LAST =
      "{\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}";
  private static final String USAGE =
      "{\"choices\":[],\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":5}}";

  private static String events(String... data) {
    StringBuilder text = new StringBuilder(PLAIN_HEAD);
    for (String one : data) {
      text.append("data: ").append(one).append("\n\n");
    }
    return text.toString();
  }

  /** Whole, and cut at every place. */
  private static Seen see(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Replay replay = Replay.streamed();
    Seen uncut = replay.see(bytes);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(replay.see(bytes, cut)).as("cut at %d", cut).isEqualTo(uncut);
    }
    return uncut;
  }

  private static void assertTwoTokens(String text) {
    Seen seen = see(text);
    assertThat(seen.failure()).isEmpty();
    assertThat(seen.tokens()).isEqualTo(2);
    assertThat(seen.countedTokens()).isEqualTo(2);
    assertThat(seen.exact()).isTrue();
    assertThat(seen.promptTokens()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsEveryLineEnd(String end) {
    assertTwoTokens(
        PLAIN_HEAD
            + events(WORD, LAST, USAGE, "[DONE]")
                .substring(PLAIN_HEAD.length())
                .replace("\n", end));
  }

  @Test
  void readsFieldsWithoutASpace() {
    assertTwoTokens(events(WORD, LAST, USAGE, "[DONE]").replace("data: ", "data:"));
  }

  @Test
  void passesOverCommentsAndOtherFields() {
    assertTwoTokens(
        events(WORD, LAST, USAGE, "[DONE]")
            .replace("data: ", ": ping\n\nevent: message\nid: 1\nretry: 10\n: data: x\ndata: "));
  }

  @Test
  void joinsDataLines() {
    assertTwoTokens(
        events(WORD, LAST, USAGE, "[DONE]").replace("\"choices\":", "\ndata: \"choices\"\ndata::"));
  }

  @Test
  void passesOverAByteOrderMark() {
    assertTwoTokens(events(WORD, LAST, USAGE, "[DONE]").replaceFirst("data", "\uFEFFdata"));
  }

  @Test
  void takesAnEndWithoutABlankLine() {
    String text = events(WORD, LAST, USAGE, "[DONE]");

    assertTwoTokens(text.substring(0, text.length() - 2));
  }

  @Test
  void cutsHttpChunksAnywhere() {
    String body =
        events(
                WORD,
                "{\"choices\":[{\"delta\":{\"content\":\"é漢🎉\"},\"finish_reason\":\"stop\"}]}",
                USAGE,
                "[DONE]")
            .substring(PLAIN_HEAD.length());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    for (int cut = 1; cut < bytes.length; cut++) {
      String one = new String(bytes, 0, cut, StandardCharsets.ISO_8859_1);
      String two = new String(bytes, cut, bytes.length - cut, StandardCharsets.ISO_8859_1);
      String text =
          STREAM_HEAD
              + Integer.toHexString(one.length()).toUpperCase()
              + ";name=\"value\"\r\n"
              + one
              + "\r\n"
              + Integer.toHexString(two.length())
              + "\r\n"
              + two
              + "\r\n0\r\nX-Trailer: 1\r\n\r\n";
      Seen seen = Replay.streamed().see(text.getBytes(StandardCharsets.ISO_8859_1), 80 + cut);
      assertThat(seen.failure()).as("cut at %d", cut).isEmpty();
      assertThat(seen.tokens()).isEqualTo(2);
    }
  }

  @Test
  void passesOverInterimResponses() {
    assertTwoTokens(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            + events(WORD, LAST, USAGE, "[DONE]"));
  }

  @Test
  void isNotFooledByWhatTheModelSays() {
    String fooling =
        "\\\"}}],\\\"error\\\":{},\\\"usage\\\":{\\\"completion_tokens\\\":99},\\n\\ndata: [DONE]\\n\\n\\\\";
    assertTwoTokens(
        events(
            "{\"choices\":[{\"delta\":{\"content\":\"" + fooling + "\"}}]}",
            "{ \"id\" : {\"error\":{\"usage\":[1,{\"a\":\"}\"}]}} ,\"choices\" :"
                + " [ { \"finish_reason\" : \"stop\" , \"delta\" : { \"content\" : \"x\" } } ] }",
            USAGE,
            "[DONE]"));
  }

  @Test
  void readsMembersInAnyOrderAndNamesWithEscapes() {
    assertTwoTokens(
        events(
            "{\"usage\":{\"total_tokens\":6,\"completion_tokens\":1,\"x\":null,\"prompt_tokens\":5},"
                + "\"cho\\u0069ces\":[{\"delta\":{\"content\":\"a\"}}]}",
            "{\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":5},\"choices\":[{\"finish_reason\":"
                + "\"stop\",\"delta\":{}}]}",
            "[DONE]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reasoning\":\"hm\"}",
        "{\"reasoning_content\":\"hm\"}",
        "{\"role\":\"assistant\",\"content\":\"hm\"}",
        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]}",
        "{\"content\":null,\"refusal\":\"no\"}",
      })
  void countsWhateverTheModelSays(String delta) {
    assertTwoTokens(events("{\"choices\":[{\"delta\":" + delta + "}]}", LAST, USAGE, "[DONE]"));
  }

  @Test
  void splitsSeveralTokensOfAChunk() {
    Seen seen =
        see(
            events(
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":{\"completion_tokens\":0}}",
                "{\"choices\":[{\"delta\":{\"content\":\"a b c\"}}],\"usage\":{\"completion_tokens\":3}}",
                "{\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],\"usage\":{\"completion_tokens\":3}}",
                "{\"choices\":[],\"usage\":{\"completion_tokens\":3,\"prompt_tokens\":1}}",
                "[DONE]"));

    assertThat(seen.failure()).isEmpty();
    assertThat(seen.tokens()).isEqualTo(3);
    assertThat(seen.tokenChunks()).isEqualTo(1);
    assertThat(seen.exact()).isTrue();
  }

  @Test
  void doesNotSpreadATotalThatComesOnlyAtTheEnd() {
    Seen seen =
        see(
            events(
                WORD,
                "{\"choices\":[{\"delta\":{\"content\":\"a b\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"completion_tokens\":7,\"prompt_tokens\":1}}",
                "[DONE]"));

    assertThat(seen.tokens()).isEqualTo(7);
    assertThat(seen.tokenChunks()).isEqualTo(2);
    assertThat(seen.exact()).isFalse();
    assertThat(seen.countsDisagree()).isFalse();
  }

  @Test
  void noticesCountsThatDoNotAddUp() {
    Seen seen =
        see(
            events(
                "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":{\"completion_tokens\":1}}",
                "{\"choices\":[],\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":1}}",
                "[DONE]"));

    assertThat(seen.countsDisagree()).isTrue();
    assertThat(seen.exact()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stream_error | {\"error\":{\"message\":\"x\",\"code\":500}}",
        "stream_error | {\"error\":\"Unauthorized\"}",
        "stream_error | {\"object\":\"error\",\"message\":\"x\"}",
        "malformed | {\"choices\":[",
        "malformed | {\"choices\":[]} {}",
        "malformed | hello",
        "malformed | [1]",
        "malformed | {\"a\" 1}",
        "malformed | {\"a\":\"unclosed}",
        "malformed | {\"a\":1,}",
        "malformed | {\"a\":[1}}",
      })
  void failsAStreamWithABadEvent(String failure, String event) {
    assertThat(see(events(WORD, event, LAST, USAGE, "[DONE]")).failure()).isEqualTo(failure);
  }

  @Test
  void takesNoErrorForAnError() {
    assertTwoTokens(events("{\"error\":null,\"choices\":[]}", WORD, LAST, USAGE, "[DONE]"));
  }

  @Test
  void failsWhatIsIncomplete() {
    assertThat(see(events(WORD, LAST, USAGE)).failure()).isEqualTo("truncated");
    assertThat(see(events(WORD, USAGE, "[DONE]")).failure()).isEqualTo("truncated");
    assertThat(see(events("{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}")).failure())
        .isEqualTo("truncated");
    assertThat(see(STREAM_HEAD + chunk(ROLE)).failure()).isEqualTo("truncated");
  }

  @Test
  void failsWhatIsEmpty() {
    assertThat(see(events("[DONE]")).failure()).isEqualTo("empty");
    assertThat(see(PLAIN_HEAD).failure()).isEqualTo("empty");
    assertThat(see(PLAIN_HEAD + ": ping\n\n").failure()).isEqualTo("empty");
    assertThat(
            see(events(
                    "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"completion_tokens\":0}}",
                    "[DONE]"))
                .failure())
        .isEqualTo("empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>no</html>",
        "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>no</html>",
      })
  void failsNonsense(String text) {
    assertThat(see(text).failure()).isEqualTo("malformed");
  }

  @Test
  void readsAnErrorWhereAStreamWasExpected() {
    String body = "{\"error\":{\"message\":\"no\"}}";

    assertThat(
            see("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .failure())
        .isEqualTo("stream_error");
  }

  @Test
  void survivesGarbage() {
    Random random = new Random(7);
    byte[] good =
        (STREAM_HEAD
                + chunk(ROLE)
                + chunk("data: " + WORD + "\n\n")
                + chunk("data: " + LAST + "\n\n"))
            .getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int cut = random.nextInt(bytes.length);
      assertThat(Replay.streamed().see(bytes, cut).failure()).as("round %d", round).isNotEmpty();
    }
  }

  @Test
  void survivesDeepNesting() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(Replay.streamed().see(events(WORD, deep, LAST, "[DONE]")).failure())
        .isEqualTo("malformed");
  }
}
