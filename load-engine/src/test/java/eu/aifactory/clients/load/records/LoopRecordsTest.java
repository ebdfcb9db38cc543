package eu.aifactory.clients.load.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordBlockWriter;
import eu.aifactory.clients.protocol.records.RecordOutput;
import eu.aifactory.clients.protocol.records.RecordReader;
import eu.aifactory.clients.protocol.records.RequestRecord;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop's side, with the test in the writer's place. */
class LoopRecordsTest {
  private static final RecordSizes SMALL =
      new RecordSizes(1000, 2, 4000, Duration.ofMillis(500), Duration.ofSeconds(2));
  private static final int ANY_NUMBER = 100;

  private final LoopRecords loop =
      new LoopRecords(() -> false, () -> {}, new RecordEncoder(true), SMALL);

  @Test
  void missesAndCountsWhatTheWriterHasNoBufferFor() {
    for (int i = 0; i < ANY_NUMBER; i++) {
      loop.ended(SomeRequest.succeeded(i, 0, 10));
    }
    loop.over();
    long kept = loop.kept();
    RecordOutput first = loop.nextFilled();
    RecordOutput second = loop.nextFilled();

    assertThat(kept).isBetween(2L, ANY_NUMBER - 1L);
    assertThat(loop.behind()).isEqualTo(ANY_NUMBER - kept);
    assertThat(first.records() + second.records()).isEqualTo((int) kept);
    assertThat(loop.nextFilled()).isNull();
  }

  @Test
  void goesOnWhenItGetsABufferBack() {
    for (int i = 0; i < ANY_NUMBER; i++) {
      loop.ended(SomeRequest.succeeded(i, 0, 10));
    }
    long before = loop.behind();

    loop.giveBack(loop.nextFilled());
    loop.ended(SomeRequest.succeeded(ANY_NUMBER, 0, 10));

    assertThat(loop.behind()).isEqualTo(before);
  }

  @Test
  void handsOverWhatHasWaited() {
    loop.ended(SomeRequest.succeeded(1, 0, 1));
    long end = SomeRequest.GAP_NANOS;

    loop.tick(end + Duration.ofMillis(499).toNanos());
    assertThat(loop.nextFilled()).isNull();
    loop.tick(end + Duration.ofMillis(500).toNanos());
    assertThat(loop.nextFilled().records()).isEqualTo(1);
  }

  @Test
  void leavesOutChunksThatAreTooManyForABufferAndSaysSo() {
    loop.ended(SomeRequest.succeeded(1, 0, 5));
    loop.ended(SomeRequest.succeeded(2, 0, 5000));
    loop.over();

    RequestRecord few = read(loop.nextFilled());
    RequestRecord many = read(loop.nextFilled());
    assertThat(few.chunkNanos()).hasSize(5);
    assertThat(few.chunksLeftOut()).isFalse();
    assertThat(many.index()).isEqualTo(2);
    assertThat(many.chunkNanos()).isNull();
    assertThat(many.chunksLeftOut()).isTrue();
    assertThat(many.tokenChunks()).isEqualTo(5000);
    assertThat(many.lastTokenNanos()).isEqualTo(5000 * SomeRequest.GAP_NANOS);
    assertThat(loop.behind()).isZero();
  }

  @Test
  void allocatesNothingOnTheLoop() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    EndedRequest request = SomeRequest.succeeded(1, 0, 10);
    tellAndGiveBack(request, 1_000);

    long before = threads.getCurrentThreadAllocatedBytes();
    tellAndGiveBack(request, 10_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).as("bytes in 10,000 requests").isLessThan(10_000);
    assertThat(loop.kept()).isEqualTo(11_000);
  }

  private void tellAndGiveBack(EndedRequest request, int times) {
    for (int i = 0; i < times; i++) {
      loop.ended(request);
      RecordOutput filled = loop.nextFilled();
      if (filled != null) {
        loop.giveBack(filled);
      }
    }
  }

  @Test
  void keepsNothingWhenThereIsNoRoom() {
    LoopRecords full = new LoopRecords(() -> true, () -> {}, new RecordEncoder(true), SMALL);

    full.ended(SomeRequest.succeeded(1, 0, 1));
    full.over();

    assertThat(full.refused()).isEqualTo(1);
    assertThat(full.kept()).isZero();
    assertThat(full.nextFilled()).isNull();
  }

  private static RequestRecord read(RecordOutput buffer) {
    RecordBlockWriter writer = new RecordBlockWriter("a", "p-", List.of());
    writer.add(buffer);
    return new RecordReader(RecordBlock.of(writer.cut())).next();
  }
}
