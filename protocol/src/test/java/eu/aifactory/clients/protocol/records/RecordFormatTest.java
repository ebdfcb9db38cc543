package eu.aifactory.clients.protocol.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
  private static final long START = 1_700_000_000_000_000L;

  @Test
  void tellsARecordAsAJsonObject() throws IOException {
    assertThat(line(RecordFormat.NDJSON, "node-1", new long[] {30, 45}, new int[] {1, 2}))
        .isEqualTo(
            "{\"version\":1,\"agent\":\"node-1\",\"request_id\":\"r-0-7\",\"index\":7,\"turn\":0,"
                + "\"stage\":null,\"class\":null,\"run_start_us\":1700000000000000,\"due_ns\":-3,"
                + "\"sent_ns\":2,\"headers_ns\":10,\"first_event_ns\":20,\"first_token_ns\":30,"
                + "\"last_token_ns\":45,\"last_byte_ns\":50,\"end_ns\":51,\"status\":200,"
                + "\"error\":null,\"connection_reused\":true,\"streamed\":true,"
                + "\"prompt_tokens\":9,\"completion_tokens\":3,\"chunk_tokens\":3,"
                + "\"token_chunks\":2,\"counted_by\":\"usage\",\"token_exact\":true,"
                + "\"token_mismatch\":false,\"server_queue_ns\":null,\"server_prefill_ns\":null,"
                + "\"chunk_times_ns\":[30,45],\"tokens_of_chunks\":[1,2],"
                + "\"chunks_left_out\":false}\n");
  }

  @Test
  void quotesWhatJsonMustQuote() throws IOException {
    assertThat(line(RecordFormat.NDJSON, "a\"b\\c\nd\u0001ü", null, null))
        .contains("\"agent\":\"a\\\"b\\\\c\\u000ad\\u0001ü\"")
        .contains("\"chunk_times_ns\":null");
  }

  @Test
  void tellsARecordAsALineOfCsv() throws IOException {
    assertThat(line(RecordFormat.CSV, "node-1", new long[] {30, 45}, new int[] {1, 2}))
        .isEqualTo(
            "1,node-1,r-0-7,7,0,,,1700000000000000,-3,2,10,20,30,45,50,51,200,,true,true,9,3,3,2,"
                + "usage,true,false,,,30 45,1 2,false\r\n");
  }

  @Test
  void quotesWhatCsvMustQuote() throws IOException {
    assertThat(line(RecordFormat.CSV, "a,\"b\"\r\nc", null, null))
        .startsWith("1,\"a,\"\"b\"\"\r\nc\",r-0-7,");
  }

  @Test
  void namesTheSameMembersInBoth() throws IOException {
    StringBuilder header = new StringBuilder();
    RecordFormat.CSV.begin(header);
    List<String> names = Arrays.asList(header.toString().strip().split(","));
    String object = line(RecordFormat.NDJSON, "node-1", null, null);

    assertThat(names).hasSize(RequestRecord.class.getRecordComponents().length + 2);
    assertThat(names).allMatch(name -> object.contains("\"" + name + "\":"));
    assertThat(line(RecordFormat.CSV, "node-1", null, null).split(",", -1)).hasSameSizeAs(names);
  }

  @Test
  void isToldByAFilesEnding() {
    assertThat(RecordFormat.ofFile("a/b.CSV")).contains(RecordFormat.CSV);
    assertThat(RecordFormat.ofFile("x.ndjson")).contains(RecordFormat.NDJSON);
    assertThat(RecordFormat.ofFile("csv")).isEmpty();
  }

  private static String line(RecordFormat format, String agent, long[] chunks, int[] tokens)
      throws IOException {
    RequestRecord record =
        new RequestRecord(
            agent, "r-0-7", 7, 0, null, null, START, -3, 2L, 10L, 20L, 30L, 45L, 50L, 51, 200, null,
            true, true, 9L, 3L, 3, 2, true, false, null, null, chunks, tokens, false);
    StringBuilder line = new StringBuilder();
    format.write(record, line);
    return line.toString();
  }
}
