package eu.aifactory.clients.load.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the events of a server-sent event stream (WHATWG HTML, 9.2) in bytes that may be cut
 * anywhere: lines end in LF, CR or CRLF, comments and other fields are passed over, several data
 * lines are joined by LF. An event that lies whole in what is fed is handed on in place. Reused for
 * all streams of a connection. Single-threaded.
 */
public final class EventSplitter {
  /** Longest line or event; more is no stream that a model writes. */
  static final int MOST_EVENT_BYTES = 16 * 1024 * 1024;

  private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
  private static final int EVENT_END_LENGTH = 2;
  private static final int FIRST_CAPACITY = 512;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long CARRIAGE_RETURNS = ONES * '\r';

  private final EventSink sink;
  private byte[] line = new byte[0];
  private int lineLength;
  private byte[] event = new byte[0];
  private int eventLength;
  private byte[] lent;
  private int lentFrom;
  private int lentTo;
  private boolean hasData;
  private boolean skipLineFeed;
  private boolean atStart;
  private boolean overflowed;
  private long strangeLines;

  public EventSplitter(EventSink sink) {
    this.sink = sink;
  }

  /** Expects the beginning of a stream. */
  public void begin() {
    lineLength = 0;
    skipLineFeed = false;
    atStart = true;
    overflowed = false;
    strangeLines = 0;
    forgetEvent();
  }

  /** Whether a line or an event was longer than any model writes; nothing is read after it. */
  public boolean overflowed() {
    return overflowed;
  }

  /** Lines that are none of a stream's: the mark of an HTML page in its place. */
  public long strangeLines() {
    return strangeLines;
  }

  public void feed(byte[] bytes, int from, int to) {
    if (betweenEvents()
        && mayBeOneEvent(bytes, from, to)
        && sink.takes(bytes, from + DATA.length, to - EVENT_END_LENGTH)) {
      atStart = false;
      return;
    }
    int at = from;
    while (at < to && !overflowed) {
      if (skipLineFeed) {
        skipLineFeed = false;
        if (bytes[at] == '\n') {
          at++;
          continue;
        }
      }
      int end = endOfLine(bytes, at, to);
      if (end == to) {
        keepLine(bytes, at, to);
        break;
      }
      wholeLine(bytes, at, end);
      at = end + 1;
      if (bytes[end] == '\r') {
        skipLineFeed = true;
      }
    }
    keepLent();
  }

  /** The body ended as it should: an event whose blank line is missing counts as complete. */
  public void end() {
    if (lineLength > 0) {
      wholeLine(line, 0, 0);
    }
    dispatch();
  }

  private boolean betweenEvents() {
    return !hasData && lineLength == 0 && !skipLineFeed && !overflowed;
  }

  /** The shape in which servers send most events, each in an HTTP chunk of its own. */
  private static boolean mayBeOneEvent(byte[] bytes, int from, int to) {
    return to - from > DATA.length + EVENT_END_LENGTH
        && bytes[to - 1] == '\n'
        && bytes[to - 2] == '\n'
        && Arrays.equals(bytes, from, from + DATA.length, DATA, 0, DATA.length);
  }

  /**
   * Eight bytes at a time, as most bytes of a stream are seen here first: in {@code x}, a line end
   * XORed away leaves a zero byte, whose high bit {@code (x - ONES) & ~x} sets; the lowest such bit
   * is exact.
   */
  private static int endOfLine(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) WORDS.get(bytes, at);
      long lf = word ^ LINE_FEEDS;
      long cr = word ^ CARRIAGE_RETURNS;
      long hit = ((lf - ONES & ~lf) | (cr - ONES & ~cr)) & HIGH_BITS;
      if (hit != 0) {
        return at + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
    }
    while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private void keepLine(byte[] bytes, int from, int to) {
    if (lineLength + to - from > MOST_EVENT_BYTES) {
      overflowed = true;
      return;
    }
    line = withRoom(line, lineLength, to - from);
    System.arraycopy(bytes, from, line, lineLength, to - from);
    lineLength += to - from;
  }

  private void wholeLine(byte[] bytes, int from, int to) {
    if (lineLength == 0) {
      line(bytes, from, to);
      return;
    }
    keepLine(bytes, from, to);
    int length = lineLength;
    lineLength = 0;
    line(line, 0, length);
    // The event may still lie in the line's buffer, which the next line is about to overwrite.
    keepLent();
  }

  private void line(byte[] bytes, int from, int to) {
    int start = atStart ? afterByteOrderMark(bytes, from, to) : from;
    atStart = false;
    if (start == to) {
      dispatch();
      return;
    }
    if (isData(bytes, start, to)) {
      int value = Math.min(start + 5, to);
      data(bytes, value < to && bytes[value] == ' ' ? value + 1 : value, to);
    } else if (bytes[start] != ':' && !isOtherField(bytes, start, to)) {
      strangeLines++;
    }
  }

  private static int afterByteOrderMark(byte[] bytes, int from, int to) {
    boolean marked =
        to - from >= 3
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    return marked ? from + 3 : from;
  }

  private static boolean isData(byte[] bytes, int from, int to) {
    return to - from >= 4
        && bytes[from] == 'd'
        && bytes[from + 1] == 'a'
        && bytes[from + 2] == 't'
        && bytes[from + 3] == 'a'
        && (to - from == 4 || bytes[from + 4] == ':');
  }

  private static boolean isOtherField(byte[] bytes, int from, int to) {
    return isField(bytes, from, to, "event")
        || isField(bytes, from, to, "id")
        || isField(bytes, from, to, "retry");
  }

  private static boolean isField(byte[] bytes, int from, int to, String name) {
    int length = name.length();
    if (to - from < length || (to - from > length && bytes[from + length] != ':')) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void data(byte[] bytes, int from, int to) {
    if (!hasData) {
      hasData = true;
      lent = bytes;
      lentFrom = from;
      lentTo = to;
      return;
    }
    keepLent();
    if (eventLength + to - from >= MOST_EVENT_BYTES) {
      overflowed = true;
      return;
    }
    event = withRoom(event, eventLength, to - from + 1);
    event[eventLength++] = '\n';
    System.arraycopy(bytes, from, event, eventLength, to - from);
    eventLength += to - from;
  }

  private void keepLent() {
    if (lent == null) {
      return;
    }
    int length = lentTo - lentFrom;
    event = withRoom(event, 0, length);
    System.arraycopy(lent, lentFrom, event, 0, length);
    eventLength = length;
    lent = null;
  }

  private void dispatch() {
    if (!hasData) {
      return;
    }
    byte[] bytes = lent == null ? event : lent;
    int from = lent == null ? 0 : lentFrom;
    int to = lent == null ? eventLength : lentTo;
    forgetEvent();
    sink.event(bytes, from, to);
  }

  private void forgetEvent() {
    hasData = false;
    lent = null;
    eventLength = 0;
  }

  private static byte[] withRoom(byte[] bytes, int used, int more) {
    int needed = used + more;
    return needed <= bytes.length
        ? bytes
        : Arrays.copyOf(bytes, Math.max(FIRST_CAPACITY, Math.max(2 * bytes.length, needed)));
  }
}
