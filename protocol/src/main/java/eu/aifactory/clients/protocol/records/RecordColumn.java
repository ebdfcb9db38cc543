package eu.aifactory.clients.protocol.records;

import java.util.List;
import java.util.function.Function;

/**
 * One member of a record as it is told, by the name that it has in NDJSON and in CSV.
 *
 * @param value a {@link Number}, {@link Boolean}, {@link String}, {@code long[]}, {@code int[]} or
 *     {@code null}
 */
record RecordColumn(String name, Function<RequestRecord, Object> value) {
  /** Counts up when a member changes its meaning or is taken away; members may always be added. */
  static final int VERSION = 1;

  static final List<RecordColumn> ALL =
      List.of(
          new RecordColumn("version", record -> VERSION),
          new RecordColumn("agent", RequestRecord::agent),
          new RecordColumn("request_id", RequestRecord::requestId),
          new RecordColumn("index", RequestRecord::index),
          new RecordColumn("turn", RequestRecord::turn),
          new RecordColumn("stage", RequestRecord::stage),
          new RecordColumn("class", RequestRecord::requestClass),
          new RecordColumn("run_start_us", RequestRecord::runStartMicros),
          new RecordColumn("due_ns", RequestRecord::dueNanos),
          new RecordColumn("sent_ns", RequestRecord::sentNanos),
          new RecordColumn("headers_ns", RequestRecord::headersNanos),
          new RecordColumn("first_event_ns", RequestRecord::firstEventNanos),
          new RecordColumn("first_token_ns", RequestRecord::firstTokenNanos),
          new RecordColumn("last_token_ns", RequestRecord::lastTokenNanos),
          new RecordColumn("last_byte_ns", RequestRecord::lastByteNanos),
          new RecordColumn("end_ns", RequestRecord::endNanos),
          new RecordColumn("status", RequestRecord::status),
          new RecordColumn("error", RequestRecord::error),
          new RecordColumn("connection_reused", RequestRecord::connectionReused),
          new RecordColumn("streamed", RequestRecord::streamed),
          new RecordColumn("prompt_tokens", RequestRecord::promptTokens),
          new RecordColumn("completion_tokens", RequestRecord::completionTokens),
          new RecordColumn("chunk_tokens", RequestRecord::chunkTokens),
          new RecordColumn("token_chunks", RequestRecord::tokenChunks),
          new RecordColumn("counted_by", RequestRecord::countedBy),
          new RecordColumn("token_exact", RequestRecord::tokenExact),
          new RecordColumn("token_mismatch", RequestRecord::tokenMismatch),
          new RecordColumn("server_queue_ns", RequestRecord::serverQueueNanos),
          new RecordColumn("server_prefill_ns", RequestRecord::serverPrefillNanos),
          new RecordColumn("chunk_times_ns", RequestRecord::chunkNanos),
          new RecordColumn("tokens_of_chunks", RequestRecord::tokensOfChunks),
          new RecordColumn("chunks_left_out", RequestRecord::chunksLeftOut));

  Object of(RequestRecord record) {
    return value.apply(record);
  }
}
