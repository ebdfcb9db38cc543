package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.emulator.RequestTruth.Chunk;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final String CHAT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}],\"max_tokens\":%d,"
          + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

  private static VllmEmulator start(String options) {
    return VllmEmulator.start(EmulatorOptions.parse(("--port 0 --truth " + options).split(" ")));
  }

  private static RequestTruth truthOfOneChat(VllmEmulator emulator, int tokens) {
    RawReply reply = RawClient.post(emulator, "/v1/chat/completions", CHAT.formatted(tokens));
    assertThat(reply.complete()).isTrue();
    assertThat(emulator.truth().records()).hasSize(1);
    return emulator.truth().records().getFirst();
  }

  private static List<Chunk> tokens(RequestTruth truth) {
    return truth.chunks().stream().filter(chunk -> chunk.kind() == ChunkKind.TOKEN).toList();
  }

  @Test
  void tokensAreDueAtTimesThatDependOnAdmissionAlone() {
    try (VllmEmulator emulator = start("--ttft-ms 20 --itl-ms 3")) {
      RequestTruth truth = truthOfOneChat(emulator, 50);

      List<Chunk> tokens = tokens(truth);
      assertThat(tokens).hasSize(50);
      for (int i = 0; i < tokens.size(); i++) {
        assertThat(tokens.get(i).dueNanos())
            .isEqualTo(truth.admittedNanos() + 20 * MILLI + i * 3 * MILLI);
      }
    }
  }

  @Test
  void noTokenIsSentEarlyAndDelaysDoNotAddUp() {
    try (VllmEmulator emulator = start("--ttft-ms 10 --itl-ms 2")) {
      RequestTruth truth = truthOfOneChat(emulator, 200);

      assertThat(tokens(truth)).allMatch(chunk -> chunk.sentNanos() >= chunk.dueNanos());
      long smallestLateDelay =
          tokens(truth).stream()
              .skip(150)
              .mapToLong(chunk -> chunk.sentNanos() - chunk.dueNanos())
              .min()
              .orElseThrow();
      assertThat(smallestLateDelay)
          .as("a schedule that adds up delays is late for good by the end")
          .isLessThan(20 * MILLI);
    }
  }

  @Test
  void aStallDoesNotMoveTheScheduleOfWhatFollows() {
    try (VllmEmulator emulator =
        start("--ttft-ms 5 --itl-ms 1 --fault stall,after=2,seconds=0.2")) {
      RequestTruth truth = truthOfOneChat(emulator, 20);

      List<Chunk> tokens = tokens(truth);
      assertThat(tokens.get(2).sentNanos() - tokens.get(1).sentNanos())
          .isGreaterThanOrEqualTo(200 * MILLI);
      assertThat(tokens.get(19).dueNanos())
          .isEqualTo(truth.admittedNanos() + 5 * MILLI + 19 * MILLI);
      assertThat(tokens.get(19).sentNanos()).isGreaterThan(tokens.get(19).dueNanos() + 100 * MILLI);
    }
  }

  @Test
  void theRoleChunkComesWithTheFirstTokenOrAtAdmission() {
    try (VllmEmulator with = start("--ttft-ms 30");
        VllmEmulator early = start("--ttft-ms 30 --role-chunk at-admission")) {
      RequestTruth withToken = truthOfOneChat(with, 2);
      RequestTruth atAdmission = truthOfOneChat(early, 2);

      assertThat(withToken.chunks().getFirst().kind()).isEqualTo(ChunkKind.ROLE);
      assertThat(withToken.chunks().getFirst().dueNanos())
          .isEqualTo(withToken.admittedNanos() + 30 * MILLI);
      assertThat(atAdmission.chunks().getFirst().kind()).isEqualTo(ChunkKind.ROLE);
      assertThat(atAdmission.chunks().getFirst().dueNanos()).isEqualTo(atAdmission.admittedNanos());
    }
  }

  @Test
  void theStreamIntervalPutsSeveralTokensIntoOneChunk() {
    try (VllmEmulator emulator = start("--ttft-ms 1 --itl-ms 1 --stream-interval 4")) {
      RequestTruth truth = truthOfOneChat(emulator, 10);

      assertThat(tokens(truth)).extracting(Chunk::tokens).containsExactly(1, 4, 4, 1);
      assertThat(tokens(truth).get(1).dueNanos()).isEqualTo(truth.admittedNanos() + 5 * MILLI);
      assertThat(truth.tokens()).isEqualTo(10);
    }
  }

  @Test
  void aBurstSendsTheWholeAnswerAtOnce() {
    try (VllmEmulator emulator = start("--ttft-ms 0 --itl-ms 0 --burst")) {
      RequestTruth truth = truthOfOneChat(emulator, 30);

      assertThat(truth.chunks()).hasSize(33);
      assertThat(truth.chunks())
          .extracting(Chunk::sentNanos)
          .containsOnly(truth.chunks().getFirst().sentNanos());
    }
  }

  @Test
  void withoutDelaysEachTokenStillHasItsOwnWrite() {
    try (VllmEmulator emulator = start("--ttft-ms 0 --itl-ms 0")) {
      RequestTruth truth = truthOfOneChat(emulator, 100);

      assertThat(tokens(truth)).extracting(Chunk::sentNanos).doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void aLongAnswerReachesASlowReaderWhole() {
    try (VllmEmulator emulator = start("--ttft-ms 0 --itl-ms 0 --max-model-len 100000");
        RawClient client = new RawClient(emulator)) {
      client.send(RawClient.request("POST", "/v1/chat/completions", CHAT.formatted(20_000)));
      client.readAtLeast(1);
      await("the answer to be held up", () -> emulator.running() == 1);

      client.readReply();

      await("the request to end", () -> emulator.running() == 0);
      RequestTruth truth = emulator.truth().records().getFirst();
      assertThat(truth.tokens()).isEqualTo(20_000);
      assertThat(truth.completed()).isTrue();
    }
  }

  @Test
  void theNioTransportKeepsTheScheduleToo() {
    try (VllmEmulator emulator = start("--ttft-ms 10 --itl-ms 3 --nio")) {
      RequestTruth truth = truthOfOneChat(emulator, 10);

      assertThat(emulator.nativeTransport()).isFalse();
      assertThat(tokens(truth)).allMatch(chunk -> chunk.sentNanos() >= chunk.dueNanos());
    }
  }

  @Test
  void anAnswerThatIsNotStreamedComesWhenItsLastTokenIsDue() {
    try (VllmEmulator emulator = start("--ttft-ms 10 --itl-ms 2")) {
      RawClient.post(emulator, "/v1/completions", "{\"prompt\":\"a b\",\"max_tokens\":6}");

      RequestTruth truth = emulator.truth().records().getFirst();
      assertThat(truth.chunks()).hasSize(1);
      assertThat(truth.chunks().getFirst().dueNanos())
          .isEqualTo(truth.admittedNanos() + 20 * MILLI);
      assertThat(truth.tokens()).isEqualTo(6);
    }
  }

  static void await(String what, java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(MILLI);
    }
  }
}
