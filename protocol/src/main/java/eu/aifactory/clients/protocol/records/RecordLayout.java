package eu.aifactory.clients.protocol.records;

/**
 * How a record lies in the body of a {@link RecordBlock}. The body begins with the agent, the
 * prefix of its request ids, the run's start in microseconds since the epoch, and the names of the
 * workload's classes. Then, for each record, its length in four bytes and
 *
 * <pre>
 *  number   index                    number   status, 0 without a response
 *  number   turn                     ascii    class of error, empty for a success
 *  number   stage + 1, 0 warm-up     signed   due, nanoseconds from the run's start
 *  number   class                    signed   end, nanoseconds from due
 *  number   flags                    signed   each instant that the flags name, from due, in their
 *                                             order; for TOKENS the first and the last
 *  number   prompt tokens + 1, 0 unknown
 *  number   completion tokens by usage + 1, 0 unknown
 *  number   tokens as the chunks tell
 *  number   chunks that carried tokens
 *  signed   queue and prefill, nanoseconds, with SERVER_TIMES
 *  signed   for each chunk but the first its distance from the one before, with CHUNKS
 *  number   for each chunk its tokens, with CHUNKS and without SINGLE_TOKENS
 * </pre>
 *
 * A later version may put more behind it: whoever does not know it passes over it.
 */
public final class RecordLayout {
  public static final int STREAMED = 1;
  public static final int TOKEN_EXACT = 1 << 1;
  public static final int TOKEN_MISMATCH = 1 << 2;
  public static final int REUSED = 1 << 3;
  public static final int SENT = 1 << 4;
  public static final int HEADERS = 1 << 5;
  public static final int FIRST_EVENT = 1 << 6;
  public static final int TOKENS = 1 << 7;
  public static final int LAST_BYTE = 1 << 8;
  public static final int SERVER_TIMES = 1 << 9;

  /** The record has the times of the chunks. */
  public static final int CHUNKS = 1 << 10;

  /** Each chunk carried one token. */
  public static final int SINGLE_TOKENS = 1 << 11;

  /** The times of the chunks were asked for, and they were too many. */
  public static final int CHUNKS_LEFT_OUT = 1 << 12;

  private RecordLayout() {}
}
