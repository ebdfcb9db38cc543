package eu.aifactory.clients.emulator;

import static eu.aifactory.clients.emulator.ScheduleTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueTest {
  private static final String STREAM = "{\"prompt\":\"one two\",\"max_tokens\":%d,\"stream\":true}";

  private static byte[] request(int tokens) {
    return RawClient.request("POST", "/v1/completions", STREAM.formatted(tokens));
  }

  private static VllmEmulator start(String options) {
    return VllmEmulator.start(EmulatorOptions.parse(("--port 0 --truth " + options).split(" ")));
  }

  @Test
  void noMoreThanTheLimitRunAtOnceAndTheRestWaitInOrder() {
    try (VllmEmulator emulator = start("--max-num-seqs 2 --ttft-ms 20 --itl-ms 2")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        clients.add(new RawClient(emulator));
      }
      clients.forEach(client -> client.send(request(10)));
      clients.forEach(client -> assertThat(client.readReply().complete()).isTrue());
      clients.forEach(RawClient::close);

      List<RequestTruth> truths = emulator.truth().records();
      assertThat(truths).hasSize(6);
      for (RequestTruth truth : truths) {
        long others =
            truths.stream()
                .filter(other -> other.admittedNanos() < truth.admittedNanos())
                .filter(other -> lastSent(other) > truth.admittedNanos())
                .count();
        assertThat(others).as("running when one more was admitted").isLessThan(2);
        assertThat(truth.headersNanos())
            .as("headers do not wait for admission")
            .isLessThanOrEqualTo(truth.admittedNanos());
      }
    }
  }

  /** When its last token was sent. */
  private static long lastSent(RequestTruth truth) {
    return truth.chunks().stream()
        .filter(chunk -> chunk.kind() == ChunkKind.TOKEN)
        .mapToLong(RequestTruth.Chunk::sentNanos)
        .max()
        .orElseThrow();
  }

  @Test
  void aQueueAcrossEventLoopsLosesNobody() {
    try (VllmEmulator emulator =
        start("--event-loops 2 --max-num-seqs 1 --ttft-ms 0.5 --itl-ms 0.2")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        clients.add(new RawClient(emulator));
      }
      clients.forEach(client -> client.send(request(5)));
      clients.forEach(client -> assertThat(client.readReply().complete()).isTrue());
      clients.forEach(RawClient::close);

      assertThat(emulator.truth().records()).hasSize(40);
      await("the last to leave", () -> emulator.running() == 0 && emulator.waiting() == 0);
    }
  }

  @Test
  void aWaitingRequestWhoseClientLeavesIsForgotten() {
    try (VllmEmulator emulator = start("--max-num-seqs 1 --fault stall,at=0,after=1");
        RawClient first = new RawClient(emulator)) {
      first.send(request(5));
      await("the first to run", () -> emulator.running() == 1);
      RawClient second = new RawClient(emulator);
      second.send(request(5));
      await("the second to wait", () -> emulator.waiting() == 1);
      assertThat(RawClient.get(emulator, "/metrics").text())
          .contains("vllm:num_requests_running{engine=\"0\",model_name=\"emulated-model\"} 1.0")
          .contains("vllm:num_requests_waiting{engine=\"0\",model_name=\"emulated-model\"} 1.0");

      second.close();

      await("the second to be forgotten", () -> emulator.waiting() == 0);
      assertThat(emulator.running()).isEqualTo(1);
      RequestTruth truth = emulator.truth().records().getFirst();
      assertThat(truth.admittedNanos()).isZero();
      assertThat(truth.outcome()).isEqualTo("abort");
    }
  }

  @Test
  void aClientThatLeavesKeepsItsTokensCountedButIsNoSuccess() {
    try (VllmEmulator emulator = start("--ttft-ms 1 --itl-ms 1")) {
      try (RawClient client = new RawClient(emulator)) {
        client.send(request(8000));
        client.readAtLeast(3000);
      }
      await("the request to end", () -> emulator.running() == 0);

      String metrics = RawClient.get(emulator, "/metrics").text();
      int sent = emulator.truth().records().getFirst().tokens();
      assertThat(sent).isBetween(5, 7999);
      assertThat(metrics)
          .contains(
              "vllm:generation_tokens_total{engine=\"0\",model_name=\"emulated-model\"} "
                  + (double) sent)
          .contains("finished_reason=\"abort\",model_name=\"emulated-model\"} 0.0")
          .contains("finished_reason=\"length\",model_name=\"emulated-model\"} 0.0");
    }
  }
}
