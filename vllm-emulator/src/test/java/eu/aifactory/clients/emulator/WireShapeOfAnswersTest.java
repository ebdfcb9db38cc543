package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded requests are sent as they were, and the answers compared with the recorded ones. */
class WireShapeOfAnswersTest {
  private static final String AS_RECORDED =
      "--port 0 --served-model-name smollm2 --max-model-len 2048 --ttft-ms 2 --itl-ms 0.5";
  private static final String AS_RECORDED_WITH_OPTIONS =
      AS_RECORDED
          + " --max-num-seqs 2 --enable-per-request-metrics --enable-prompt-tokens-details"
          + " --enable-request-id-headers --enable-force-include-usage --api-key secret-for-tests";

  private static VllmEmulator start(String options) {
    return VllmEmulator.start(EmulatorOptions.parse(options.split(" ")));
  }

  private static RawReply replay(VllmEmulator emulator, String name) {
    try (RawClient client = new RawClient(emulator)) {
      return client.exchange(Recorded.request(name));
    }
  }

  private static List<String> shapes(RawReply reply) {
    return reply.events().stream().map(JsonShape::of).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "chat-stream-usage, ''",
    "chat-stream-continuous-usage, ''",
    "chat-stream-token-ids, ''",
    "chat-stream-natural-end, --output-tokens 8",
    "completions-stream-usage, ''",
    "completions-stream-continuous-usage, ''",
    "completions-stream-return-token-ids, ''",
  })
  void streamsHaveTheRecordedEvents(String name, String more) {
    RawReply recorded = Recorded.reply(name);

    try (VllmEmulator emulator = start((AS_RECORDED + " " + more).strip())) {
      RawReply reply = replay(emulator, name);

      assertThat(shapes(reply)).isEqualTo(shapes(recorded));
      assertThat(reply.headerNames()).isEqualTo(recorded.headerNames());
      assertThat(reply.chunks()).hasSameSizeAs(recorded.chunks());
      assertThat(reply.complete()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opt-per-request-metrics-chat-stream",
        "opt-per-request-metrics-completions-stream",
        "opt-force-usage-completions-stream"
      })
  void streamsHaveTheRecordedEventsWithOptions(String name) {
    RawReply recorded = Recorded.reply(name);

    try (VllmEmulator emulator = start(AS_RECORDED_WITH_OPTIONS)) {
      RawReply reply = replay(emulator, name);

      assertThat(shapes(reply)).isEqualTo(shapes(recorded));
      assertThat(reply.headerNames()).isEqualTo(recorded.headerNames());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat-plain", "completions-plain", "models", "version", "tokenize"})
  void documentsHaveTheRecordedShape(String name) {
    RawReply recorded = Recorded.reply(name);

    try (VllmEmulator emulator = start(AS_RECORDED)) {
      RawReply reply = replay(emulator, name);

      assertThat(reply.status()).isEqualTo(recorded.status());
      assertThat(JsonShape.of(reply.text())).isEqualTo(JsonShape.of(recorded.text()));
      assertThat(reply.headerNames()).isEqualTo(recorded.headerNames());
    }
  }

  @Test
  void aDocumentCarriesTheServersOwnTimesOnDemand() {
    String name = "opt-per-request-metrics-chat-plain";

    try (VllmEmulator emulator = start(AS_RECORDED_WITH_OPTIONS)) {
      RawReply reply = replay(emulator, name);

      assertThat(JsonShape.of(reply.text())).isEqualTo(JsonShape.of(Recorded.reply(name).text()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error-temperature",
        "error-max-tokens-too-large",
        "error-empty-prompt",
        "error-no-messages",
        "error-wrong-type",
        "error-wrong-method",
        "error-wrong-content-type",
        "error-unknown-path",
        "error-usage-without-stream",
        "error-unknown-model",
        "error-bad-token-id",
      })
  void errorsAreTheRecordedOnesToTheByte(String name) {
    RawReply recorded = Recorded.reply(name);

    try (VllmEmulator emulator = start(AS_RECORDED)) {
      RawReply reply = replay(emulator, name);

      assertThat(reply.status()).isEqualTo(recorded.status());
      assertThat(reply.text()).isEqualTo(recorded.text());
      assertThat(reply.headerNames()).isEqualTo(recorded.headerNames());
    }
  }

  @Test
  void aBodyThatIsNotJsonIsRefusedInTheRecordedShape() {
    try (VllmEmulator emulator = start(AS_RECORDED)) {
      RawReply reply = replay(emulator, "error-bad-json");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(JsonShape.of(reply.text()))
          .isEqualTo(JsonShape.of(Recorded.reply("error-bad-json").text()));
      assertThat(reply.text()).contains("json_invalid");
    }
  }

  @Test
  void aMissingApiKeyIsRefusedAsRecorded() {
    try (VllmEmulator emulator = start(AS_RECORDED_WITH_OPTIONS)) {
      RawReply reply = replay(emulator, "opt-no-api-key");

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.text()).isEqualTo("{\"error\":\"Unauthorized\"}");
      assertThat(RawClient.get(emulator, "/health").status()).isEqualTo(200);
    }
  }

  @Test
  void saysThatItIsAnEmulator() {
    try (VllmEmulator emulator = start(AS_RECORDED)) {
      assertThat(RawClient.get(emulator, "/version").text()).contains("emulator");
      assertThat(RawClient.get(emulator, "/v1/models").text())
          .contains("\"owned_by\":\"vllm-emulator\"");
      assertThat(RawClient.get(emulator, "/health").headers()).contains("server: vllm-emulator");
    }
  }
}
