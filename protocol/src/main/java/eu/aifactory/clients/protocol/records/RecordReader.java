package eu.aifactory.clients.protocol.records;

import java.util.ArrayList;
import java.util.List;

/** Reads the records of a block, one at a time. Single-threaded. */
public final class RecordReader {
  private final RecordInput in;
  private final String agent;
  private final String requestIdPrefix;
  private final long runStartMicros;
  private final List<String> classes = new ArrayList<>();
  private int left;

  /**
   * @throws BrokenRecordsException when the block cannot be read
   */
  public RecordReader(RecordBlock block) {
    this.in = new RecordInput(block.body());
    this.left = block.records();
    this.agent = in.text();
    this.requestIdPrefix = in.text();
    this.runStartMicros = in.signed();
    int names = in.smallNumber();
    for (int i = 0; i < names; i++) {
      classes.add(in.text());
    }
  }

  public boolean hasNext() {
    if (left == 0 && in.hasMore()) {
      throw new BrokenRecordsException("a block has more records than its head says");
    }
    return left > 0;
  }

  /**
   * @throws BrokenRecordsException when the record cannot be read
   */
  public RequestRecord next() {
    left--;
    in.enter();
    RequestRecord record = read();
    in.leave();
    return record;
  }

  private RequestRecord read() {
    long index = in.number();
    int turn = in.smallNumber();
    int stage = in.smallNumber() - 1;
    int requestClass = in.smallNumber();
    int flags = in.smallNumber();
    int status = in.smallNumber();
    String error = in.text();
    long due = in.signed();
    long end = due + in.signed();
    Long sent = instant(flags, RecordLayout.SENT, due);
    Long headers = instant(flags, RecordLayout.HEADERS, due);
    Long firstEvent = instant(flags, RecordLayout.FIRST_EVENT, due);
    Long firstToken = instant(flags, RecordLayout.TOKENS, due);
    Long lastToken = instant(flags, RecordLayout.TOKENS, due);
    Long lastByte = instant(flags, RecordLayout.LAST_BYTE, due);
    Long promptTokens = known();
    Long completionTokens = known();
    long chunkTokens = in.number();
    int tokenChunks = in.smallNumber();
    Long queue = instant(flags, RecordLayout.SERVER_TIMES, 0);
    Long prefill = instant(flags, RecordLayout.SERVER_TIMES, 0);
    boolean withChunks = has(flags, RecordLayout.CHUNKS);
    long[] chunkNanos = withChunks ? chunkNanos(firstToken, tokenChunks) : null;
    int[] tokensOfChunks = withChunks ? tokensOfChunks(flags, tokenChunks) : null;
    return new RequestRecord(
        agent,
        requestIdPrefix + index + (turn == 0 ? "" : "." + turn),
        index,
        turn,
        stage < 0 ? null : stage,
        requestClass < classes.size() ? classes.get(requestClass) : null,
        runStartMicros,
        due,
        sent,
        headers,
        firstEvent,
        firstToken,
        lastToken,
        lastByte,
        end,
        status == 0 ? null : status,
        error.isEmpty() ? null : error,
        sent == null ? null : has(flags, RecordLayout.REUSED),
        has(flags, RecordLayout.STREAMED),
        promptTokens,
        completionTokens,
        chunkTokens,
        tokenChunks,
        has(flags, RecordLayout.TOKEN_EXACT),
        has(flags, RecordLayout.TOKEN_MISMATCH),
        queue,
        prefill,
        chunkNanos,
        tokensOfChunks,
        has(flags, RecordLayout.CHUNKS_LEFT_OUT));
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private Long instant(int flags, int flag, long from) {
    return has(flags, flag) ? from + in.signed() : null;
  }

  private Long known() {
    long value = in.number();
    return value == 0 ? null : value - 1;
  }

  private long[] chunkNanos(Long first, int chunks) {
    requireFits(chunks);
    long[] nanos = new long[chunks];
    for (int i = 0; i < chunks; i++) {
      nanos[i] = i == 0 ? first : nanos[i - 1] + in.signed();
    }
    return nanos;
  }

  private int[] tokensOfChunks(int flags, int chunks) {
    int[] tokens = new int[chunks];
    boolean single = has(flags, RecordLayout.SINGLE_TOKENS);
    for (int i = 0; i < chunks; i++) {
      tokens[i] = single ? 1 : in.smallNumber();
    }
    return tokens;
  }

  /**
   * Each takes a byte at least: what says that there are more must not take the memory for them.
   */
  private static void requireFits(int chunks) {
    if (chunks < 1 || chunks > RecordBlock.MOST_BODY_BYTES) {
      throw new BrokenRecordsException(
          "a record tells of the times of %d chunks".formatted(chunks));
    }
  }
}
