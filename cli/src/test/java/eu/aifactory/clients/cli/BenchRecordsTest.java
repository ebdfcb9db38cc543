package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.records.RecordBlockWriter;
import eu.aifactory.clients.protocol.records.RecordOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRecordsTest {
  @TempDir Path folder;

  @Test
  void makesLinesOfTheBlocks() throws IOException {
    BenchRecords records = BenchRecords.in(folder.resolve("r.csv"));
    Files.write(records.blocks(), block());

    records.write();

    assertThat(folder.resolve("r.csv")).content().startsWith("version,agent,request_id,");
    assertThat(Files.readAllLines(folder.resolve("r.csv"))).hasSize(3);
    assertThat(folder.toFile().list()).containsExactly("r.csv");
  }

  /** The run is over by then, so what can be read must not be lost with the rest. */
  @Test
  void keepsBlocksThatItCannotReadToTheEnd() throws IOException {
    BenchRecords records = BenchRecords.in(folder.resolve("r.ndjson"));
    byte[] block = block();
    Files.write(records.blocks(), Arrays.copyOf(block, block.length - 1));

    assertThatThrownBy(records::write)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("the last block is cut off");

    assertThat(folder.toFile().list()).containsExactly("r.ndjson.blocks");
  }

  private static byte[] block() {
    try (RecordBlockWriter writer = new RecordBlockWriter("bench", "p-", List.of())) {
      RecordOutput output = new RecordOutput(1000);
      for (int index = 0; index < 2; index++) {
        int start = output.beginRecord();
        // Index, turn, stage, class, flags, status; then no error; then due and end; four counts.
        for (int member = 0; member < 13; member++) {
          output.number(member == 0 ? index : 0);
        }
        output.endRecord(start);
      }
      writer.add(output);
      return writer.cut();
    }
  }
}
