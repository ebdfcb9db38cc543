package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
  private static final int TOKENS = 9;
  private static final String CHAT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"one\"}],\"max_tokens\":9,\"stream\":true}";
  private static final String PLAIN = CHAT.replace(",\"stream\":true", "");
  private static final String TWO_TOKENS_GENERATED =
      "vllm:generation_tokens_total{engine=\"0\",model_name=\"emulated-model\"} 2.0";
  private static final String CHAT_PATH = "/v1/chat/completions";

  private VllmEmulator emulator;

  @BeforeEach
  void start() {
    emulator =
        VllmEmulator.start(
            EmulatorOptions.parse("--port", "0", "--truth", "--ttft-ms=1", "--itl-ms=0.5"));
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  private RawReply chat(String... faults) {
    try (RawClient client = new RawClient(emulator)) {
      return chat(client, faults);
    }
  }

  private RawReply chat(RawClient client, String... faults) {
    emulator.faults().set(java.util.Arrays.stream(faults).map(Fault::parse).toList());
    return client.exchange(RawClient.request("POST", CHAT_PATH, CHAT));
  }

  private static String content(RawReply reply) {
    StringBuilder text = new StringBuilder();
    for (String event : reply.events()) {
      if (event.startsWith("{\"id\"")) {
        Json.parse(event.getBytes(StandardCharsets.UTF_8))
            .asJsonObject()
            .getJsonArray("choices")
            .forEach(
                choice ->
                    text.append(choice.asJsonObject().getJsonObject("delta").getString("content")));
      }
    }
    return text.toString();
  }

  @Test
  void aStatusComesWithRetryAfter() {
    RawReply reply = chat("status,code=429,retry_after=7");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers()).contains("retry-after: 7");
    assertThat(reply.text()).contains("\"code\":429");
  }

  @Test
  void nonsenseIsHtmlWithStatus200() {
    RawReply reply = chat("nonsense");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void aDroppedRequestGetsNoByte() {
    try (RawClient client = new RawClient(emulator)) {
      RawReply reply = chat(client, "drop");

      assertThat(reply.status()).isZero();
      assertThat(client.wasEnded()).isTrue();
    }
  }

  @Test
  void anErrorObjectAppearsInsideTheStream() {
    RawReply reply = chat("stream-error,after=4");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.events()).hasSize(1 + 4 + 2);
    assertThat(reply.events().get(5)).startsWith("{\"error\": {").contains("\"code\": 500");
    assertThat(reply.events().getLast()).isEqualTo("[DONE]");
    assertThat(reply.complete()).isTrue();
  }

  @Test
  void aTruncatedStreamJustEnds() {
    try (RawClient client = new RawClient(emulator)) {
      RawReply reply = chat(client, "truncate,after=4");

      assertThat(reply.events()).hasSize(1 + 4);
      assertThat(reply.complete()).isFalse();
      assertThat(client.wasEnded()).isTrue();
      RequestTruth truth = emulator.truth().records().getFirst();
      assertThat(truth.completed()).isFalse();
      assertThat(truth.outcome()).isEqualTo("truncate");
      assertThat(truth.tokens()).isEqualTo(4);
    }
  }

  @Test
  void aCleanTruncationEndsTheBodyProperlyWithoutFinish() {
    RawReply reply = chat("truncate-clean,after=4");

    assertThat(reply.events()).hasSize(1 + 4);
    assertThat(reply.text()).doesNotContain("\"finish_reason\":\"").doesNotContain("[DONE]");
    assertThat(reply.complete()).isTrue();
  }

  @Test
  void aTruncationAfterMoreTokensThanThereAreStillHidesTheFinish() {
    RawReply reply = chat("truncate-clean,after=1000");

    assertThat(reply.events()).hasSize(1 + TOKENS - 1);
    assertThat(reply.text()).doesNotContain("\"finish_reason\":\"");
  }

  @Test
  void aResetBreaksTheConnection() {
    try (RawClient client = new RawClient(emulator)) {
      RawReply reply = chat(client, "reset,after=2");

      assertThat(reply.complete()).isFalse();
      assertThat(client.wasReset()).isTrue();
    }
  }

  @Test
  void aStallForEverHoldsTheStreamUntilTheClientLeaves() {
    emulator.faults().set(List.of(Fault.parse("stall,after=2")));
    try (RawClient client = new RawClient(emulator)) {
      client.send(RawClient.request("POST", CHAT_PATH, CHAT));
      ScheduleTest.await(
          "two tokens",
          () -> RawClient.get(emulator, "/metrics").text().contains(TWO_TOKENS_GENERATED));

      assertThat(emulator.running()).isEqualTo(1);
      assertThat(emulator.truth().records()).isEmpty();
    }

    ScheduleTest.await("the stalled request to end", () -> emulator.running() == 0);
    RequestTruth truth = emulator.truth().records().getFirst();
    assertThat(truth.outcome()).isEqualTo("abort");
    assertThat(truth.tokens()).isEqualTo(2);
  }

  @Test
  void theFinalDoneCanBeMissing() {
    RawReply reply = chat("no-done");

    assertThat(reply.text()).contains("\"finish_reason\":\"length\"").doesNotContain("[DONE]");
    assertThat(reply.complete()).isTrue();
  }

  @Test
  void linesCanEndInCrLf() {
    RawReply reply = chat("crlf");

    assertThat(reply.text()).contains("}\r\n\r\ndata: ").doesNotContain("\n\n");
    assertThat(reply.events()).hasSize(TOKENS + 2);
  }

  @Test
  void theSpaceAfterDataCanBeMissing() {
    RawReply reply = chat("no-space");

    assertThat(reply.text()).startsWith("data:{\"id\"").doesNotContain("data: ");
  }

  @Test
  void commentsComeBetweenEvents() {
    RawReply reply = chat("comments,per=2");

    assertThat(reply.text()).contains("\n\n: ping\n\ndata: ");
    assertThat(reply.text().split(": ping", -1)).hasSize(1 + (TOKENS + 2) / 2);
  }

  @Test
  void charactersAreCutAcrossHttpChunks() {
    RawReply reply = chat("split-utf8,gap_ms=0.1");

    long cut = reply.chunks().stream().filter(FaultsTest::startsInsideCharacter).count();
    assertThat(cut).isEqualTo(TOKENS);
    assertThat(content(reply).codePoints().count()).isEqualTo(TOKENS);
    assertThat(content(reply)).doesNotContain("\uFFFD");
  }

  private static boolean startsInsideCharacter(byte[] chunk) {
    return (chunk[0] & 0xC0) == 0x80;
  }

  @Test
  void eventsAreCutAcrossReads() {
    try (RawClient client = new RawClient(emulator)) {
      RawReply reply = chat(client, "split-events,gap_ms=5");

      assertThat(client.reads())
          .as("at least one read ends inside an event")
          .anyMatch(read -> read[read.length - 1] != '\n');
      assertThat(reply.events()).hasSize(TOKENS + 2);
      assertThat(reply.complete()).isTrue();
    }
    RequestTruth truth = emulator.truth().records().getFirst();
    assertThat(truth.chunks()).allMatch(chunk -> chunk.sentNanos() - chunk.dueNanos() >= 5_000_000);
  }

  @Test
  void severalEventsShareAWrite() {
    chat("merge-events,per=4");

    RequestTruth truth = emulator.truth().records().getFirst();
    List<Long> sent = truth.chunks().stream().map(RequestTruth.Chunk::sentNanos).toList();
    assertThat(sent).hasSize(TOKENS + 2);
    assertThat(sent.subList(0, 4)).containsOnly(sent.get(0));
    assertThat(sent.get(4)).isGreaterThan(sent.get(0));
  }

  @Test
  void emptyContentInMidStreamIsAToken() {
    RawReply reply = chat("empty-content");

    assertThat(reply.events().get(1)).contains("\"content\":\"\"");
    assertThat(reply.events().get(2)).contains("\"content\":\"\"");
    assertThat(content(reply)).isEqualTo("😀😀😀");
  }

  @Test
  void shapesCanBeCombinedWithABreak() {
    RawReply reply = chat("crlf", "no-space", "split-events,gap_ms=0", "stream-error,after=2");

    assertThat(reply.events()).hasSize(1 + 2 + 2);
    assertThat(reply.text()).contains("data:{\"error\": ").contains("\r\n\r\n");
    assertThat(reply.complete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"stream-error,500", "stall;seconds=0.01,200"})
  void answersThatAreNotStreamedBreakToo(String fault, int status) {
    emulator.faults().set(List.of(Fault.parse(fault.replace(';', ','))));

    assertThat(RawClient.post(emulator, CHAT_PATH, PLAIN).status()).isEqualTo(status);
  }

  @Test
  void aTruncatedDocumentIsShorterThanPromised() {
    emulator.faults().set(List.of(Fault.of(FaultKind.TRUNCATE)));

    RawReply reply = RawClient.post(emulator, CHAT_PATH, PLAIN);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.complete()).isFalse();
  }

  @Test
  void unhealthyConcernsHealthAlone() {
    emulator.faults().set(List.of(Fault.of(FaultKind.UNHEALTHY)));

    assertThat(RawClient.get(emulator, "/health").status()).isEqualTo(503);
    assertThat(RawClient.get(emulator, "/v1/models").status()).isEqualTo(200);
    assertThat(RawClient.post(emulator, CHAT_PATH, PLAIN).status()).isEqualTo(200);
  }

  @Test
  void faultsStrikeByNumberByListAndByShare() {
    assertThat(struck("status,every=3", 9)).containsExactly(2, 5, 8);
    assertThat(struck("status,at=0;4;7", 9)).containsExactly(0, 4, 7);
    assertThat(struck("status,share=0", 100)).isEmpty();
    assertThat(struck("status,share=0.25", 10_000).size()).isBetween(2_300, 2_700);
    assertThat(struck("status,share=0.25", 100)).isEqualTo(struck("status,share=0.25", 100));
  }

  private static List<Integer> struck(String fault, int requests) {
    Fault parsed = Fault.parse(fault);
    return IntStream.range(0, requests).filter(parsed::strikes).boxed().toList();
  }

  @Test
  void faultsAreSetShownAndClearedAtRunTime() {
    RawReply set =
        RawClient.post(
            emulator,
            "/emulator/faults",
            "{\"faults\":[{\"kind\":\"status\",\"code\":500,\"at\":[1]}]}");
    assertThat(set.status()).isEqualTo(200);
    assertThat(RawClient.get(emulator, "/emulator/faults").text())
        .contains("\"kind\":\"status\"", "\"code\":500", "\"at\":[1]");

    assertThat(RawClient.post(emulator, CHAT_PATH, PLAIN).status()).isEqualTo(200);
    assertThat(RawClient.post(emulator, CHAT_PATH, PLAIN).status()).isEqualTo(500);

    assertThat(RawClient.call(emulator, "DELETE", "/emulator/faults", "").status()).isEqualTo(204);
    assertThat(RawClient.get(emulator, "/emulator/faults").text()).isEqualTo("{\"faults\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"meteor\"} | meteor",
        "{\"kind\":\"status\",\"code\":200} | 200",
        "{\"kind\":\"status\",\"color\":1} | color",
        "{\"kind\":\"stall\",\"seconds\":\"long\"} | long",
        "{\"share\":1} | kind",
        "7 | 7",
        "{ | JSON",
      })
  void aWrongFaultIsRefusedWithTheValueNamed(String body, String named) {
    RawReply reply = RawClient.post(emulator, "/emulator/faults", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains(named);
    assertThat(emulator.faults().faults()).isEmpty();
  }

  @Test
  void aWrongFaultOnTheCommandLineIsNamed() {
    assertThatThrownBy(() -> Fault.parse("truncate,after=minus"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("minus");
  }
}
