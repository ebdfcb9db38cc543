package eu.aifactory.clients.load.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads HTTP/1.1 responses from bytes that may be cut anywhere. Reused for all responses of a
 * connection; allocates for a head, not for a body. Single-threaded.
 *
 * <p>Lines may end in LF alone (RFC 9112, 2.2). Whatever is no HTTP leaves the parser {@linkplain
 * #broken() broken}; it never throws.
 */
public final class HttpResponseParser {
  private static final int MOST_HEAD_BYTES = 64 * 1024;
  private static final int MOST_CHUNK_LINE_BYTES = 4 * 1024;
  private static final int MOST_CHUNK_SIZE_DIGITS = 15;
  private static final long UNTIL_CLOSE = -1;

  private enum State {
    STATUS,
    HEADERS,
    LENGTH_BODY,
    CLOSE_BODY,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_BODY,
    CHUNK_END,
    TRAILERS,
    DONE,
    BROKEN
  }

  private final ResponseSink sink;
  private byte[] line = new byte[256];
  private int lineLength;
  private int headBytes;
  private State state = State.DONE;
  private int status;
  private long contentLength;
  private boolean chunked;
  private boolean persistent;
  private String contentType = "";
  private long left;
  private int sizeDigits;

  public HttpResponseParser(ResponseSink sink) {
    this.sink = sink;
  }

  /** Expects the head of the next response. */
  public void begin() {
    state = State.STATUS;
    lineLength = 0;
    headBytes = 0;
    forgetHead();
  }

  /** Whether the response has ended. */
  public boolean done() {
    return state == State.DONE;
  }

  /** Whether what came is no HTTP. */
  public boolean broken() {
    return state == State.BROKEN;
  }

  /** Whether the server keeps the connection after this response. */
  public boolean persistent() {
    return persistent;
  }

  /**
   * Reads on.
   *
   * @return where reading ended: before {@code to} when the response ended or broke there
   */
  public int feed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && state != State.DONE && state != State.BROKEN) {
      at =
          switch (state) {
            case LENGTH_BODY, CHUNK_BODY, CLOSE_BODY -> body(bytes, at, to);
            case CHUNK_SIZE -> chunkSize(bytes, at, to);
            case CHUNK_EXTENSION -> chunkExtension(bytes, at, to);
            case CHUNK_END -> chunkEnd(bytes, at);
            default -> headLine(bytes, at, to);
          };
    }
    return at;
  }

  /**
   * The connection ended.
   *
   * @return whether the response is complete with that
   */
  public boolean endOfInput() {
    if (state == State.CLOSE_BODY) {
      state = State.DONE;
    }
    return state == State.DONE;
  }

  private int body(byte[] bytes, int at, int to) {
    int end = state == State.CLOSE_BODY ? to : (int) Math.min(to, at + left);
    if (state != State.CLOSE_BODY) {
      left -= end - at;
      if (left == 0) {
        state = state == State.CHUNK_BODY ? State.CHUNK_END : State.DONE;
      }
    }
    sink.body(bytes, at, end);
    return end;
  }

  private int chunkSize(byte[] bytes, int from, int to) {
    int at = from;
    for (int digit; at < to && (digit = hexDigit(bytes[at])) >= 0; at++) {
      left = left * 16 + digit;
      if (++sizeDigits > MOST_CHUNK_SIZE_DIGITS) {
        state = State.BROKEN;
        return at + 1;
      }
    }
    if (at == to) {
      return to;
    }
    byte b = bytes[at];
    if (sizeDigits == 0 || (b != '\r' && b != '\n' && b != ';' && b != ' ' && b != '\t')) {
      state = State.BROKEN;
      return at + 1;
    }
    lineLength = 0;
    state = State.CHUNK_EXTENSION;
    return chunkExtension(bytes, at, to);
  }

  /** Its value, or -1. */
  private static int hexDigit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  private int chunkExtension(byte[] bytes, int from, int to) {
    int end = lineFeed(bytes, from, to);
    lineLength += end - from;
    if (lineLength > MOST_CHUNK_LINE_BYTES) {
      state = State.BROKEN;
      return from;
    }
    if (end == to) {
      return to;
    }
    lineLength = 0;
    headBytes = 0;
    state = left == 0 ? State.TRAILERS : State.CHUNK_BODY;
    return end + 1;
  }

  private int chunkEnd(byte[] bytes, int at) {
    byte b = bytes[at];
    if (b == '\n') {
      expectChunk();
    } else if (b != '\r' || lineLength++ > 0) {
      state = State.BROKEN;
    }
    return at + 1;
  }

  private void expectChunk() {
    left = 0;
    sizeDigits = 0;
    lineLength = 0;
    state = State.CHUNK_SIZE;
  }

  private int headLine(byte[] bytes, int from, int to) {
    int end = lineFeed(bytes, from, to);
    keep(bytes, from, end);
    if (state == State.BROKEN) {
      return from;
    }
    if (end == to) {
      return to;
    }
    int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
    lineLength = 0;
    switch (state) {
      case STATUS -> statusLine(length);
      case HEADERS -> header(length);
      default -> trailer(length);
    }
    return end + 1;
  }

  private void keep(byte[] bytes, int from, int to) {
    int more = to - from;
    headBytes += more + 1;
    if (headBytes > MOST_HEAD_BYTES) {
      state = State.BROKEN;
      return;
    }
    if (lineLength + more > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, lineLength + more));
    }
    System.arraycopy(bytes, from, line, lineLength, more);
    lineLength += more;
  }

  private void statusLine(int length) {
    boolean http =
        length >= 12
            && line[0] == 'H'
            && line[1] == 'T'
            && line[2] == 'T'
            && line[3] == 'P'
            && line[4] == '/'
            && line[5] == '1'
            && line[6] == '.'
            && (line[7] == '0' || line[7] == '1')
            && line[8] == ' '
            && (length == 12 || line[12] == ' ');
    int code = http ? number(9, 12) : -1;
    if (code < 100) {
      state = State.BROKEN;
      return;
    }
    status = code;
    persistent = line[7] == '1';
    state = State.HEADERS;
  }

  private int number(int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (line[i] < '0' || line[i] > '9') {
        return -1;
      }
      value = value * 10 + line[i] - '0';
    }
    return value;
  }

  private void header(int length) {
    if (length == 0) {
      headEnds();
      return;
    }
    int colon = 0;
    while (colon < length && line[colon] != ':') {
      colon++;
    }
    if (colon == 0 || colon == length) {
      state = State.BROKEN;
      return;
    }
    if (concernsFraming(colon)) {
      String name = text(0, colon);
      framing(name, text(colon + 1, length).strip());
    }
  }

  /** Tells by length and first letter, so that no text is made of headers that do not matter. */
  private boolean concernsFraming(int nameLength) {
    int first = line[0] | 0x20;
    return switch (nameLength) {
      case 14, 12, 10 -> first == 'c';
      case 17 -> first == 't';
      default -> false;
    };
  }

  private void framing(String name, String value) {
    switch (name) {
      case "content-length" -> length(value);
      case "transfer-encoding" -> {
        chunked = value.endsWith("chunked");
        contentLength = UNTIL_CLOSE;
      }
      case "connection" -> {
        persistent = (persistent || value.contains("keep-alive")) && !value.contains("close");
      }
      case "content-type" -> contentType = value;
      default -> {
        // another header of the same length
      }
    }
  }

  private void length(String value) {
    boolean digits = !value.isEmpty() && value.length() <= 18;
    for (int i = 0; i < value.length() && digits; i++) {
      digits = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    long told = digits ? Long.parseLong(value) : UNTIL_CLOSE;
    if (told < 0 || (contentLength >= 0 && contentLength != told)) {
      state = State.BROKEN;
    } else {
      contentLength = told;
    }
  }

  private void headEnds() {
    if (status < 200) {
      // An interim response; 101 was not asked for and is none of HTTP/1.1 from here on.
      state = status == 101 ? State.BROKEN : State.STATUS;
      forgetHead();
      return;
    }
    if (status == 204 || status == 304) {
      state = State.DONE;
    } else if (chunked) {
      expectChunk();
    } else if (contentLength == 0) {
      state = State.DONE;
    } else if (contentLength > 0) {
      left = contentLength;
      state = State.LENGTH_BODY;
    } else {
      persistent = false;
      state = State.CLOSE_BODY;
    }
    sink.head(status, contentType);
  }

  private void forgetHead() {
    chunked = false;
    contentLength = UNTIL_CLOSE;
    contentType = "";
  }

  private void trailer(int length) {
    if (length == 0) {
      state = State.DONE;
    }
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private static int lineFeed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }
}
