package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final String BODY = "{\"prompt\":\"one\",\"max_tokens\":3,\"stream\":true}";

  private static VllmEmulator start(String options) {
    return VllmEmulator.start(
        EmulatorOptions.parse(("--port 0 --ttft-ms 1 --itl-ms 0.1 " + options).split(" ")));
  }

  @Test
  void anIdleConnectionIsClosedAfterTheKeepAliveTime() {
    try (VllmEmulator emulator = start("--keep-alive-s 0.3");
        RawClient client = new RawClient(emulator)) {
      client.exchange(RawClient.request("GET", "/health", ""));

      assertThat(client.nanosUntilClosed()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(250));
    }
  }

  @Test
  void aConnectionServesOneRequestAfterTheOther() {
    try (VllmEmulator emulator = start("--truth");
        RawClient client = new RawClient(emulator)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.exchange(RawClient.request("POST", "/v1/completions", BODY)).complete())
            .isTrue();
      }
      assertThat(emulator.truth().records()).hasSize(5);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    try (VllmEmulator emulator = start("--truth");
        RawClient client = new RawClient(emulator)) {
      client.send(RawClient.request("POST", "/v1/completions", BODY, "X-Request-Id: first"));
      client.send(RawClient.request("GET", "/version", "", "Connection: close"));

      assertThat(client.readUntilClosed())
          .containsSubsequence("\"id\":\"cmpl-first\"", "[DONE]", "HTTP/1.1 200", "\"version\":");
    }
  }

  @Test
  void aClosingClientIsObeyed() {
    try (VllmEmulator emulator = start("--truth");
        RawClient client = new RawClient(emulator)) {
      assertThat(
              client
                  .exchange(RawClient.request("GET", "/version", "", "Connection: close"))
                  .complete())
          .isTrue();
      assertThat(client.nanosUntilClosed()).isLessThan(TimeUnit.SECONDS.toNanos(4));
    }
  }

  @Test
  void theRequestIdIsInTheAnswerAndEchoedOnlyWhenAsked() {
    byte[] request = RawClient.request("POST", "/v1/completions", BODY, "X-Request-Id: aif-0001");
    try (VllmEmulator silent = start("--truth");
        VllmEmulator echoing = start("--enable-request-id-headers");
        RawClient one = new RawClient(silent);
        RawClient two = new RawClient(echoing)) {
      RawReply plain = one.exchange(request);
      RawReply echoed = two.exchange(request);

      assertThat(plain.events().getFirst()).startsWith("{\"id\":\"cmpl-aif-0001\"");
      assertThat(plain.headerNames()).doesNotContain("x-request-id");
      assertThat(echoed.headers()).contains("x-request-id: aif-0001");
    }
  }

  @Test
  void whatIsNotHttpIsRefused() {
    try (VllmEmulator emulator = start("--truth");
        RawClient client = new RawClient(emulator)) {
      RawReply reply = client.exchange("what is this\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(reply.status()).isEqualTo(400);
    }
  }

  @Test
  void theTruthIsServedAsLinesOfJsonAndCanBeCleared() {
    try (VllmEmulator emulator = start("--truth-capacity 2")) {
      for (int i = 0; i < 3; i++) {
        RawClient.post(emulator, "/v1/completions", BODY);
      }

      String[] lines = RawClient.get(emulator, "/emulator/truth").text().split("\n");
      RawReply cleared = RawClient.call(emulator, "DELETE", "/emulator/truth", "");

      assertThat(lines).hasSize(2);
      assertThat(JsonShape.of(lines[0]))
          .contains("request_id:string", "received_ns:number", "admitted_us:number")
          .contains("tokens:[number],due_ns:[number],sent_ns:[number],sent_us:[number]");
      assertThat(cleared.status()).isEqualTo(204);
      assertThat(RawClient.get(emulator, "/emulator/truth").text()).isEmpty();
    }
  }

  @Test
  void epochTimesAreOfToday() {
    try (VllmEmulator emulator = start("--truth")) {
      long before = System.currentTimeMillis() * 1000;
      RawClient.post(emulator, "/v1/completions", BODY);
      long after = (System.currentTimeMillis() + 1) * 1000;

      RequestTruth truth = emulator.truth().records().getFirst();
      assertThat(truth.epochMicros(truth.receivedNanos())).isBetween(before - 5000, after + 5000);
    }
  }

  @Test
  void loadIsServedOnlyWhenTracked() {
    try (VllmEmulator plain = start("--truth");
        VllmEmulator tracking = start("--enable-server-load-tracking")) {
      assertThat(RawClient.get(plain, "/load").status()).isEqualTo(404);
      assertThat(RawClient.get(tracking, "/load").text()).isEqualTo("{\"server_load\":0}");
    }
  }
}
