package eu.aifactory.clients.protocol.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBlockTest {
  private final RecordOutput output = new RecordOutput(4096);

  @Test
  void readsWhatWasWritten() {
    byte[] block = block(0, 3);

    RecordBlock read = RecordBlock.of(block);
    RecordReader reader = new RecordReader(read);

    assertThat(read.number()).isZero();
    assertThat(read.records()).isEqualTo(3);
    List<Long> indices = new ArrayList<>();
    while (reader.hasNext()) {
      RequestRecord record = reader.next();
      indices.add(record.index());
      assertThat(record.agent()).isEqualTo("agent-ü");
      assertThat(record.requestId()).isEqualTo("run-0-" + record.index());
      assertThat(record.requestClass()).isEqualTo("interactive");
      assertThat(record.runStartMicros()).isEqualTo(1_700_000_000_000_000L);
      assertThat(record.dueNanos()).isEqualTo(-5);
      assertThat(record.endNanos()).isEqualTo(95);
      assertThat(record.sentNanos()).isEqualTo(2);
      assertThat(record.headersNanos()).isNull();
      assertThat(record.error()).isEqualTo("http_503");
      assertThat(record.promptTokens()).isNull();
      assertThat(record.completionTokens()).isZero();
    }
    assertThat(indices).containsExactly(0L, 1L, 2L);
  }

  @Test
  void passesOverWhatALaterVersionPutsBehindARecord() {
    RecordBlockWriter writer = writer();
    for (int index = 0; index < 2; index++) {
      int start = output.beginRecord();
      fields(index);
      output.text("a member of another time");
      output.endRecord(start);
    }
    writer.add(output);

    RecordReader reader = new RecordReader(RecordBlock.of(writer.cut()));

    assertThat(reader.next().index()).isZero();
    assertThat(reader.next().index()).isEqualTo(1);
    assertThat(reader.hasNext()).isFalse();
  }

  @Test
  void numbersItsBlocksAndReadsEachWithoutTheOthers() {
    RecordBlockWriter writer = writer();
    writer.add(records(1));
    writer.cut();
    output.clear();
    writer.add(records(2));
    RecordBlock second = RecordBlock.of(writer.cut());

    assertThat(second.number()).isEqualTo(1);
    assertThat(second.records()).isEqualTo(2);
    assertThat(new RecordReader(second).next().agent()).isEqualTo("agent-ü");
  }

  @Test
  void takesBackARecordThatDoesNotFit() {
    RecordOutput small = new RecordOutput(40);
    int first = small.beginRecord();
    small.number(7);
    assertThat(small.endRecord(first)).isTrue();
    int length = small.length();

    int second = small.beginRecord();
    small.ascii("x".repeat(40));
    assertThat(small.endRecord(second)).isFalse();

    assertThat(small.length()).isEqualTo(length);
    assertThat(small.records()).isEqualTo(1);
  }

  /** Whatever the place at which whoever wrote it died: what is whole is read, and no more. */
  @Test
  void readsUpToATornTail() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    RecordBlockWriter writer = writer();
    int[] ends = new int[3];
    for (int i = 0; i < ends.length; i++) {
      output.clear();
      writer.add(records(i + 1));
      file.write(writer.cut());
      ends[i] = file.size();
    }
    byte[] whole = file.toByteArray();
    for (int cut = 0; cut <= whole.length; cut++) {
      int at = cut;
      int blocks = (int) Arrays.stream(ends).filter(end -> end <= at).count();
      RecordBlockStream stream = stream(Arrays.copyOf(whole, cut));
      for (int i = 0; i < blocks; i++) {
        assertThat(stream.next().map(RecordBlock::records)).as("cut at %d", cut).hasValue(i + 1);
      }
      assertThat(stream.next()).as("cut at %d", cut).isEmpty();
      boolean between = cut == 0 || Arrays.stream(ends).anyMatch(end -> end == at);
      assertThat(stream.tornBecause().isPresent()).as("cut at %d", cut).isEqualTo(!between);
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void noticesEveryBitThatChanged() {
    byte[] block = block(0, 2);
    for (int bit = 0; bit < 8 * block.length; bit++) {
      byte[] changed = block.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> RecordBlock.of(changed))
          .as("bit %d", bit)
          .isInstanceOf(BrokenRecordsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 27, 28, 1000})
  void takesNoBytesForABlockThatAreNone(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);

    assertThatThrownBy(() -> RecordBlock.of(bytes)).isInstanceOf(BrokenRecordsException.class);
  }

  @Test
  void saysThatItIsTooOldForABlock() {
    byte[] block = block(0, 1);
    ByteBuffer.wrap(block).putInt(4, 9);

    assertThatThrownBy(() -> RecordBlock.of(block))
        .hasMessage("the records are of version 9, and this program reads version 1");
  }

  /** A small body that swells would take the reader's memory. */
  @Test
  void refusesABodyThatIsLongerThanItSays() {
    byte[] block = block(0, 3);
    ByteBuffer.wrap(block).putInt(16, 10);
    ByteBuffer.wrap(block).putInt(24, RecordBlock.checksum(block, block.length));
    RecordBlock lying = RecordBlock.of(block);

    assertThatThrownBy(() -> new RecordReader(lying))
        .isInstanceOf(BrokenRecordsException.class)
        .hasMessage("a block's body is not as long as its head says");
  }

  @Test
  void refusesARecordThatTellsOfMoreChunksThanThereAre() {
    int start = output.beginRecord();
    for (int member = 0; member < 4; member++) {
      output.number(0);
    }
    output.number(RecordLayout.TOKENS | RecordLayout.CHUNKS | RecordLayout.SINGLE_TOKENS);
    output.number(200);
    output.ascii("");
    for (int instant = 0; instant < 4; instant++) {
      output.signed(instant);
    }
    output.number(0);
    output.number(0);
    output.number(0);
    output.number(700_000);
    output.endRecord(start);
    RecordBlockWriter writer = writer();
    writer.add(output);
    RecordReader reader = new RecordReader(RecordBlock.of(writer.cut()));

    assertThatThrownBy(reader::next).isInstanceOf(BrokenRecordsException.class);
  }

  private static RecordBlockStream stream(byte[] bytes) {
    return new RecordBlockStream(new ByteArrayInputStream(bytes));
  }

  private static RecordBlockWriter writer() {
    RecordBlockWriter writer =
        new RecordBlockWriter("agent-ü", "run-0-", List.of("batch", "interactive"));
    writer.startsAt(1_700_000_000_000_000L);
    return writer;
  }

  private byte[] block(int number, int records) {
    RecordBlockWriter writer = writer();
    writer.add(records(records));
    byte[] block = writer.cut();
    assertThat(Optional.of(block)).isPresent();
    assertThat(ByteBuffer.wrap(block).getInt(8)).isEqualTo(number);
    return block;
  }

  private RecordOutput records(int count) {
    for (int index = 0; index < count; index++) {
      int start = output.beginRecord();
      fields(index);
      assertThat(output.endRecord(start)).isTrue();
    }
    return output;
  }

  private void fields(long index) {
    output.number(index);
    output.number(0);
    output.number(0);
    output.number(1);
    output.number(RecordLayout.SENT);
    output.number(503);
    output.ascii("http_503");
    output.signed(-5);
    output.signed(100);
    output.signed(7);
    output.number(0);
    output.number(1);
    output.number(0);
    output.number(0);
  }
}
