package eu.aifactory.clients.load.trace;

import eu.aifactory.clients.load.prompts.LineReader;
import eu.aifactory.clients.load.prompts.PromptException;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;

/**
 * One JSON object a line: {@code timestamp} in milliseconds, {@code input_length}, {@code
 * output_length}, and {@code hash_ids} of the blocks that the prompt consists of, if any.
 */
final class MooncakeTrace {
  private static final String TIME = "timestamp";
  private static final String PROMPT = "input_length";
  private static final String ANSWER = "output_length";
  private static final String BLOCKS = "hash_ids";
  private static final double MILLIS_PER_SECOND = 1000;

  private final LineReader lines;
  private final TraceRows rows;

  private MooncakeTrace(LineReader lines, TraceRows rows) {
    this.lines = lines;
    this.rows = rows;
  }

  /** Reads from the line that the reader stands on. */
  static void read(LineReader lines, TraceRows rows) throws IOException {
    MooncakeTrace trace = new MooncakeTrace(lines, rows);
    do {
      if (!lines.line().isBlank()) {
        trace.row(trace.object());
      }
    } while (!rows.isFull() && lines.next());
  }

  private JsonObject object() {
    try (JsonReader reader = Json.createReader(new StringReader(lines.line()))) {
      return reader.readObject();
    } catch (JsonException | IllegalStateException | ClassCastException e) {
      throw fault("this is no JSON object");
    }
  }

  private void row(JsonObject object) {
    BigDecimal time = number(object, TIME);
    if (time.signum() < 0) {
      throw fault("field \"%s\" must be 0 or more, not %s".formatted(TIME, time));
    }
    long prompt = whole(object, PROMPT);
    rows.add(
        lines.number(),
        TIME,
        time.doubleValue() / MILLIS_PER_SECOND,
        PROMPT,
        prompt,
        ANSWER,
        whole(object, ANSWER),
        blocks(object, prompt));
  }

  private long[] blocks(JsonObject object, long promptTokens) {
    JsonValue value = object.getOrDefault(BLOCKS, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return null;
    }
    if (!(value instanceof JsonArray ids)) {
      throw fault("field \"%s\" must be a list of whole numbers".formatted(BLOCKS));
    }
    long needed = (Math.max(1, promptTokens) + Trace.BLOCK_TOKENS - 1) / Trace.BLOCK_TOKENS;
    if (ids.size() != needed) {
      throw fault(
          "field \"%s\" has %d blocks, and %d tokens are %d blocks of %d"
              .formatted(BLOCKS, ids.size(), promptTokens, needed, Trace.BLOCK_TOKENS));
    }
    long[] blocks = new long[ids.size()];
    for (int i = 0; i < blocks.length; i++) {
      if (!(ids.get(i) instanceof JsonNumber id) || !id.isIntegral()) {
        throw fault(
            "field \"%s[%d]\" must be a whole number, not %s".formatted(BLOCKS, i, ids.get(i)));
      }
      blocks[i] = id.longValue();
    }
    return blocks;
  }

  private long whole(JsonObject object, String field) {
    BigDecimal number = number(object, field);
    if (number.precision() - number.scale() > 15 || number.stripTrailingZeros().scale() > 0) {
      throw fault("field \"%s\" must be a whole number, not %s".formatted(field, number));
    }
    return number.longValue();
  }

  private BigDecimal number(JsonObject object, String field) {
    JsonValue value = object.get(field);
    if (value == null) {
      throw fault("there is no field \"%s\"".formatted(field));
    }
    // The scale is bounded: the digits of 1e999999999 would fill the memory.
    if (!(value instanceof JsonNumber number)
        || Math.abs((long) number.bigDecimalValue().scale()) > 30) {
      String shown = value.toString();
      throw fault(
          "field \"%s\" must be a number, not %s"
              .formatted(field, shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
    }
    return number.bigDecimalValue();
  }

  private PromptException fault(String fault) {
    return PromptException.at(lines.file(), lines.number(), fault);
  }
}
