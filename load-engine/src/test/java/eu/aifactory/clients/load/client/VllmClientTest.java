package eu.aifactory.clients.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.EmulatorOptionsBuilder;
import eu.aifactory.clients.emulator.Fault;
import eu.aifactory.clients.emulator.FaultKind;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.load.ScriptedServer;
import eu.aifactory.clients.load.prompts.EncodedPrompts;
import eu.aifactory.clients.load.prompts.Prompt;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.load.prompts.SyntheticPrompts;
import eu.aifactory.clients.load.prompts.Vocabulary;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Distribution;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VllmClientTest {
  private final VllmClient client = new VllmClient("", Duration.ofSeconds(20));

  @Test
  void isFoundByItsName() {
    assertThat(AiClients.named("vllm")).get().isInstanceOf(VllmClient.class);
    assertThat(AiClients.named("other")).isEmpty();
  }

  @Test
  void findsAPlainVllmByAsking() throws Exception {
    try (VllmEmulator emulator = start(EmulatorOptions.builder())) {
      AiService service = client.setUpBenchmark(emulator.baseUri() + "//", Workload.standard());

      assertThat(service.kind()).isEqualTo("vllm");
      assertThat(service.baseUrl()).isEqualTo(emulator.baseUri().toString());
      assertThat(service.model()).isEqualTo("emulated-model");
      assertThat(service.maxModelLen()).isEqualTo(8192);
      assertThat(service.version()).isNotBlank();
      assertThat(service.created()).isFalse();
      client.release(service);
    }
  }

  @Test
  void refusesAModelThatIsNotServed() throws Exception {
    try (VllmEmulator emulator = start(EmulatorOptions.builder())) {
      assertThatThrownBy(
              () -> client.setUpBenchmark(emulator.baseUri().toString(), model("auto", "gpt-9")))
          .isInstanceOf(AiServerException.class)
          .hasMessage(
              "%s does not serve model \"gpt-9\"; it serves emulated-model"
                  .formatted(emulator.baseUri()));
    }
  }

  @Test
  void sendsTheKeyAndNeverTellsIt() throws Exception {
    try (VllmEmulator emulator = start(EmulatorOptions.builder().apiKey("s3cret"))) {
      String address = emulator.baseUri().toString();
      VllmClient keyed = new VllmClient("s3cret", Duration.ofSeconds(20));

      assertThat(keyed.setUpBenchmark(address, Workload.standard()).kind()).isEqualTo("vllm");
      assertThat(keyed.loadPath(service("vllm", "1"), Workload.standard()).toString())
          .doesNotContain("s3cret");
      assertThatThrownBy(() -> client.setUpBenchmark(address, Workload.standard()))
          .isInstanceOf(AiServerException.class)
          .hasMessageContaining("answered 401")
          .hasMessageContaining("OPENAI_API_KEY");
      VllmClient wrong = new VllmClient("wr0ng", Duration.ofSeconds(20));
      assertThatThrownBy(() -> wrong.setUpBenchmark(address, Workload.standard()))
          .message()
          .doesNotContain("wr0ng");
    }
  }

  @Test
  void refusesAKeyThatNoHeaderCanCarry() {
    assertThatThrownBy(() -> new VllmClient("a\r\nHost: b", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("Host");
  }

  @Test
  void createsAServiceAndReleasesIt() throws Exception {
    try (VllmEmulator emulator = start(lending())) {
      AiService service =
          client.setUpBenchmark(emulator.baseUri().toString(), model("ai-server", null));

      assertThat(service.kind()).isEqualTo("ai-server");
      assertThat(service.serviceId()).isNotBlank();
      assertThat(service.model()).isEqualTo("emulated-model");
      assertThat(service.created()).isTrue();
      assertThat(status(emulator, service.serviceId())).contains("running");

      client.release(service);

      assertThat(status(emulator, service.serviceId())).contains("cancelled");
    }
  }

  @Test
  void takesAServerWithoutModelsForAnAiServer() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              String answer =
                  switch (request.line().split(" ")[0] + " " + request.line().split(" ")[1]) {
                    case "POST /api/v1/services" -> "{\"id\":17,\"status\":\"pending\"}";
                    case "GET /api/v1/services/17/status" -> "{\"status\":\"RUNNING\"}";
                    case "GET /api/v1/vllm/17/models" -> "{\"models\":[{\"name\":\"m1\"}]}";
                    default -> "";
                  };
              String refusal =
                  request.line().startsWith("GET") ? "404 Not Found" : "405 Method Not Allowed";
              String status = answer.isEmpty() ? refusal : "200 OK";
              ScriptedServer.write(
                  out,
                  "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s"
                      .formatted(status, answer.length(), answer));
            })) {
      AiService service = client.setUpBenchmark(server.url(), Workload.standard());

      assertThat(service)
          .isEqualTo(new AiService("ai-server", server.url(), "17", "m1", null, null, true));
      JsonObject body = json(server.requests().get(1).body());
      assertThat(body.getString("recipe_name")).isEqualTo("inference/vllm");
      assertThat(body.getJsonObject("config").getInt("nodes")).isEqualTo(1);
      // Neither way of releasing is known there.
      assertThatThrownBy(() -> client.release(service))
          .isInstanceOf(AiServerException.class)
          .hasMessageStartingWith("service 17 may still be there");
    }
  }

  @Test
  void releasesAServiceThatFails() throws Exception {
    try (VllmEmulator emulator =
        start(lending().faults(List.of(Fault.of(FaultKind.SERVICE_FAIL))))) {
      assertThatThrownBy(
              () -> client.setUpBenchmark(emulator.baseUri().toString(), model("ai-server", null)))
          .isInstanceOf(AiServerException.class)
          .hasMessageContaining("is failed and cannot be used");
    }
  }

  @Test
  void releasesAServiceThatDoesNotStartInTime() throws Exception {
    VllmClient hurried = new VllmClient("", Duration.ofMillis(300));
    try (VllmEmulator emulator =
        start(EmulatorOptions.builder().serviceStart(Duration.ofMinutes(5)))) {
      assertThatThrownBy(
              () -> hurried.setUpBenchmark(emulator.baseUri().toString(), model("ai-server", null)))
          .isInstanceOf(AiServerException.class)
          .hasMessageContaining("is still");
      assertThat(statuses(emulator)).contains("cancelled").doesNotContain("pending");
    }
  }

  @Test
  void saysWhenAServerRefusesToLend() throws Exception {
    try (VllmEmulator emulator =
        start(lending().faults(List.of(Fault.of(FaultKind.SERVICE_REFUSE))))) {
      assertThatThrownBy(
              () -> client.setUpBenchmark(emulator.baseUri().toString(), model("ai-server", null)))
          .isInstanceOf(AiServerException.class)
          .hasMessageContaining("answered 503");
    }
  }

  @Test
  void saysWhenAForcedKindIsNotThere() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) ->
                ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))) {
      assertThatThrownBy(() -> client.setUpBenchmark(server.url(), model("vllm", null)))
          .isInstanceOf(AiServerException.class)
          .hasMessage(
              "GET %s/v1/models answered 200: hi; a vLLM server lists its models there"
                  .formatted(server.url()));
    }
  }

  @Test
  void saysWhenNobodyListens() throws Exception {
    ScriptedServer server = new ScriptedServer((request, out) -> {});
    server.close();

    assertThatThrownBy(() -> client.setUpBenchmark(server.url(), Workload.standard()))
        .isInstanceOf(AiServerException.class)
        .hasMessageContaining(server.url())
        .hasMessageContaining("failed: ");
  }

  @Test
  void givesUpOnAnEndlessAnswer() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              ScriptedServer.write(out, "HTTP/1.1 200 OK\r\n\r\n");
              while (true) {
                ScriptedServer.write(out, "x".repeat(65_536));
              }
            })) {
      assertThatThrownBy(() -> client.setUpBenchmark(server.url(), Workload.standard()))
          .isInstanceOf(AiServerException.class)
          .hasMessageContaining("longer than 8388608 bytes");
    }
  }

  @Test
  void writesChatRequests() {
    Workload workload =
        new Workload(
            null,
            null,
            null,
            "chat",
            null,
            null,
            null,
            new Workload.Output(20, 5, true, 0.0),
            null,
            null,
            null,
            null);

    Written written = write(workload, service("vllm", null), 12, Prompt.of("Grüß \"dich\""));

    assertThat(written.head)
        .startsWith("POST /base/v1/chat/completions HTTP/1.1\r\nHost: h:81\r\n")
        .contains("\r\nX-Request-Id: run-12\r\n")
        .contains("\r\nContent-Type: application/json\r\n")
        .doesNotContain("Authorization");
    assertThat(written.body)
        .isEqualTo(
            json(
                """
                {"model":"m","messages":[{"role":"user","content":"Grüß \\"dich\\""}],
                 "max_tokens":20,"temperature":0.0,"min_tokens":5,"ignore_eos":true,"stream":true,
                 "stream_options":{"include_usage":true,"continuous_usage_stats":true}}"""));
  }

  @Test
  void writesCompletionRequestsWithASeedOfTheirOwn() {
    Workload workload =
        new Workload(
            null,
            null,
            null,
            "completions",
            null,
            null,
            null,
            new Workload.Output(20, 5, null, 0.5),
            null,
            null,
            null,
            null);
    AiService unversioned = new AiService("vllm", "http://h", null, "m", null, null, false);

    Written one = write(workload, unversioned, 1, new Prompt(Prompt.of("x").messages(), 3));
    Written other = write(workload, unversioned, 2, new Prompt(Prompt.of("x").messages(), 3));

    assertThat(one.head).startsWith("POST /v1/completions HTTP/1.1\r\nHost: h\r\n");
    assertThat(one.body.getString("prompt")).isEqualTo("x");
    assertThat(one.body.getInt("max_tokens")).isEqualTo(3);
    assertThat(one.body.getInt("min_tokens")).isEqualTo(3);
    assertThat(one.body.getJsonObject("stream_options").keySet()).containsExactly("include_usage");
    assertThat(one.body.getInt("seed")).isNotEqualTo(other.body.getInt("seed")).isNotNegative();
  }

  @Test
  void namesTheTurnAndDrawsTheLengthOfItsAnswer() {
    Workload workload =
        new Workload(
            null,
            null,
            null,
            "completions",
            null,
            null,
            new Workload.Prompts(
                null,
                null,
                null,
                Distribution.fixed(20),
                null,
                null,
                null,
                new Workload.Conversations(Distribution.fixed(3), null)),
            new Workload.Output(null, null, null, 0.5, Distribution.uniform(1, 1000)),
            null,
            null,
            null,
            null);
    OpenAiPath path = (OpenAiPath) client.loadPath(service("vllm", null), workload);
    RequestWriter writer =
        path.requests(new SyntheticPrompts(workload, Vocabulary.ids()), workload, "run-");

    Written first = written(writer, 7, 0);
    Written second = written(writer, 7, 1);

    assertThat(writer.turns(7)).isEqualTo(3);
    assertThat(first.head).contains("\r\nX-Request-Id: run-7\r\n");
    assertThat(second.head).contains("\r\nX-Request-Id: run-7.1\r\n");
    assertThat(first.body.getJsonArray("prompt")).hasSize(20);
    assertThat(second.body.getJsonArray("prompt"))
        .hasSize(40 + first.body.getInt("max_tokens"))
        .startsWith(first.body.getJsonArray("prompt").toArray(JsonValue[]::new));
    assertThat(second.body.getInt("max_tokens")).isNotEqualTo(first.body.getInt("max_tokens"));
    assertThat(second.body.getInt("min_tokens")).isEqualTo(second.body.getInt("max_tokens"));
    assertThat(second.body.getBoolean("ignore_eos")).isTrue();
    assertThat(second.body.getInt("seed")).isNotEqualTo(first.body.getInt("seed"));
  }

  @Test
  void writesPromptsForAnAiServer() {
    Written written =
        write(Workload.standard(), service("ai-server", "a b"), 3, Prompt.of("hello"));

    assertThat(written.head).startsWith("POST /base/api/v1/vllm/a%20b/prompt HTTP/1.1\r\n");
    assertThat(written.body)
        .isEqualTo(json("{\"prompt\":\"hello\",\"max_tokens\":128,\"temperature\":0.0}"));
  }

  private record Written(String head, JsonObject body) {}

  private Written write(Workload workload, AiService service, long index, Prompt prompt) {
    LoadPath path = client.loadPath(service, workload);
    PromptWriter prompts =
        new EncodedPrompts(List.of(prompt), workload, Workload.API_CHAT.equals(workload.api()));
    RequestWriter writer =
        path instanceof AiServerPath lent
            ? lent.requests(new EncodedPrompts(List.of(prompt), workload, false), workload, "run-")
            : ((OpenAiPath) path).requests(prompts, workload, "run-");
    return written(writer, index, 0);
  }

  private static Written written(RequestWriter writer, long index, int turn) {
    ByteBuf bytes = Unpooled.buffer();
    writer.write(index, turn, bytes);
    String text = bytes.toString(StandardCharsets.UTF_8);
    int split = text.indexOf("\r\n\r\n") + 4;
    String body = text.substring(split);
    assertThat(text)
        .containsPattern(
            "\r\nContent-Length: +" + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
    return new Written(text.substring(0, split), json(body));
  }

  private static AiService service(String kind, String id) {
    return new AiService(kind, "http://h:81/base", id, "m", "0.32.0", null, false);
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  private static EmulatorOptionsBuilder lending() {
    return EmulatorOptions.builder().serviceStart(Duration.ofMillis(150));
  }

  private static VllmEmulator start(EmulatorOptionsBuilder options) {
    return VllmEmulator.start(options.port(0).build());
  }

  private static Workload model(String server, String model) {
    return new Workload(null, null, server, null, model, null, null, null, null, null, null, null);
  }

  private static String status(VllmEmulator emulator, String id) throws Exception {
    try (ControlCalls calls =
        new ControlCalls(emulator.baseUri().toString(), new Credentials(""))) {
      return calls.get("/api/v1/services/" + id + "/status").text();
    }
  }

  private static String statuses(VllmEmulator emulator) throws Exception {
    try (ControlCalls calls =
        new ControlCalls(emulator.baseUri().toString(), new Credentials(""))) {
      return calls.get("/api/v1/services").text();
    }
  }
}
