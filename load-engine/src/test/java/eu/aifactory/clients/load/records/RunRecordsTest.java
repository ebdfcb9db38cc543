package eu.aifactory.clients.load.records;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordBlockWriter;
import eu.aifactory.clients.protocol.records.RecordReader;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import eu.aifactory.clients.protocol.records.RecordsMissed;
import eu.aifactory.clients.protocol.records.RequestRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunRecordsTest {
  @TempDir Path folder;

  @Test
  void keepsTheRecordsOfSeveralLoopsInItsFile() throws Exception {
    RunRecords records = open(RecordSizes.STANDARD, 1L << 30);
    RequestLog one = records.forLoop();
    RequestLog other = records.forLoop();
    records.startsAt(100, 1_700_000_000_000_000L);
    one.ended(SomeRequest.succeeded(0, 150, 3));
    other.ended(SomeRequest.succeeded(1, 160, 2));
    one.over();
    other.over();
    records.close();

    List<RequestRecord> read = readAll(records);
    assertThat(read).extracting(RequestRecord::index).containsExactlyInAnyOrder(0L, 1L);
    RequestRecord first =
        read.stream().filter(record -> record.index() == 0).findFirst().orElseThrow();
    assertThat(first.dueNanos()).isEqualTo(50);
    assertThat(first.sentNanos()).isEqualTo(1_050);
    assertThat(first.chunkNanos()).containsExactly(10_000_050L, 20_000_050L, 30_000_050L);
    assertThat(first.tokensOfChunks()).containsExactly(1, 1, 1);
    assertThat(first.runStartMicros()).isEqualTo(1_700_000_000_000_000L);
    assertThat(first.requestId()).isEqualTo("p-0");
    assertThat(records.end()).isEqualTo(end(1, 2, 0, 0, 0));
    assertThat(records.awaitBlock(1)).isFalse();
  }

  /** A sweep's stages are runs of their own to the engine, each with loops and a start. */
  @Test
  void countsTheTimesOfAllStagesFromTheFirst() throws Exception {
    RunRecords records = open(RecordSizes.STANDARD, 1L << 30);
    RequestLog first = records.forLoop();
    records.startsAt(100, 1_700_000_000_000_000L);
    first.ended(SomeRequest.succeeded(0, 150, 3));
    first.over();
    RequestLog second = records.forLoop();
    records.startsAt(5_000, 1_700_000_000_000_005L);
    second.ended(SomeRequest.succeeded(1, 5_010, 2));
    second.over();
    records.close();

    List<RequestRecord> read = readAll(records);
    assertThat(read).extracting(RequestRecord::runStartMicros).containsOnly(1_700_000_000_000_000L);
    assertThat(read).extracting(RequestRecord::dueNanos).containsExactlyInAnyOrder(50L, 4_910L);
  }

  /** A reader need not wait for the end: what a crash can take is at most an interval. */
  @Test
  void writesWhileTheRunGoesOn() throws Exception {
    RecordSizes quick = new RecordSizes(4000, 2, 8000, Duration.ZERO, Duration.ofMillis(1));
    RunRecords records = open(quick, 1L << 30);
    RequestLog loop = records.forLoop();
    loop.ended(SomeRequest.succeeded(0, 0, 3));
    loop.tick(Long.MAX_VALUE / 2);

    assertThat(records.awaitBlock(0)).isTrue();
    assertThat(RecordBlock.of(records.block(0)).records()).isEqualTo(1);
    records.close();
  }

  @Test
  void stopsAtItsLimitAndCountsTheRest() throws Exception {
    long limit = 3_000;
    RecordSizes small = new RecordSizes(2000, 8, 4000, Duration.ZERO, Duration.ZERO);
    RunRecords records = open(small, limit);
    RequestLog loop = records.forLoop();
    int sent = 0;
    while (records.end().missed().overLimit() == 0) {
      loop.ended(SomeRequest.succeeded(sent++, sent * 7_919L, 30));
      loop.tick(Long.MAX_VALUE / 2);
    }
    loop.over();
    records.close();

    RecordsEnd end = records.end();
    assertThat(Files.size(file())).isPositive().isLessThanOrEqualTo(limit);
    assertThat(readAll(records)).hasSize((int) end.kept());
    assertThat(end.kept() + end.missed().sum()).isEqualTo(sent);
    assertThat(end.missed().unwritten()).isZero();
  }

  @Test
  void missesAllWhenTheFileCannotBeMade() throws Exception {
    RunRecords records =
        new RunRecords(
            folder.resolve("gone/records"), wanted(1L << 30), writer(), RecordSizes.STANDARD);
    RequestLog loop = records.forLoop();
    loop.ended(SomeRequest.succeeded(0, 0, 3));
    loop.over();
    records.close();

    assertThat(records.end()).isEqualTo(end(0, 0, 0, 0, 1));
    assertThat(records.awaitBlock(0)).isFalse();
    records.delete();
  }

  @Test
  void removesItsFile() {
    RunRecords records = open(RecordSizes.STANDARD, 1L << 30);
    records.close();
    assertThat(file()).exists();

    records.delete();

    assertThat(file()).doesNotExist();
  }

  private RunRecords open(RecordSizes sizes, long maxBytes) {
    RecordBlockWriter writer = new RecordBlockWriter("agent", "p-", List.of(), sizes.blockBytes());
    return new RunRecords(file(), wanted(maxBytes), writer, sizes);
  }

  private Path file() {
    return folder.resolve("records");
  }

  private static RecordBlockWriter writer() {
    return new RecordBlockWriter("agent", "p-", List.of());
  }

  private static Workload.Records wanted(long maxBytes) {
    return new Workload.Records(true, true, maxBytes);
  }

  private static RecordsEnd end(int blocks, long kept, long behind, long over, long unwritten) {
    return new RecordsEnd(blocks, kept, new RecordsMissed(behind, over, unwritten));
  }

  private static List<RequestRecord> readAll(RunRecords records) throws Exception {
    List<RequestRecord> all = new ArrayList<>();
    for (int number = 0; records.awaitBlock(number); number++) {
      RecordReader reader = new RecordReader(RecordBlock.of(records.block(number)));
      while (reader.hasNext()) {
        all.add(reader.next());
      }
    }
    return all;
  }
}
