package eu.aifactory.clients.load.stream;

import java.nio.charset.StandardCharsets;

/**
 * Walks through JSON text in place: the caller enters what it needs and skips the rest, in whatever
 * order members come. Strings are skipped as strings, so nothing inside one is taken for structure.
 * What is no JSON leaves the cursor {@linkplain #broken() broken}; it never throws. Skipped scalars
 * and separators are not checked in full. Allocates nothing. Single-threaded.
 */
public final class JsonCursor {
  private static final int DEEPEST = 62;
  private static final byte PLAIN = 0;
  private static final byte SPECIAL = 1;
  private static final byte[] STRING_BYTES = new byte[256];
  private static final byte[] SCALAR_BYTES = new byte[256];

  static {
    for (int i = 0; i < 0x20; i++) {
      STRING_BYTES[i] = SPECIAL;
    }
    STRING_BYTES['"'] = SPECIAL;
    STRING_BYTES['\\'] = SPECIAL;
    for (byte b : "0123456789+-.eEtrufalsn".getBytes(StandardCharsets.US_ASCII)) {
      SCALAR_BYTES[b] = SPECIAL;
    }
  }

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean fresh;
  private boolean broken;
  private int textFrom;
  private int textTo;
  private boolean textEscaped;
  private int integerFrom;

  /** Looks at other text. */
  public void over(byte[] text, int from, int to) {
    bytes = text;
    at = from;
    end = to;
    fresh = false;
    broken = false;
  }

  public boolean broken() {
    return broken;
  }

  /** Whether nothing but white space is left. */
  public boolean atEnd() {
    return !broken && peek() < 0;
  }

  /** Enters an object; anything else is skipped. */
  public boolean enterObject() {
    return enter('{');
  }

  /** Enters an array; anything else is skipped. */
  public boolean enterArray() {
    return enter('[');
  }

  private boolean enter(char open) {
    if (peek() == open) {
      at++;
      fresh = true;
      return true;
    }
    skipValue();
    return false;
  }

  /** Goes to the value of the object's next member; {@code false} once the object is left. */
  public boolean nextMember() {
    if (!next('}')) {
      return false;
    }
    if (peek() != '"') {
      return fail();
    }
    string();
    if (peek() != ':') {
      return fail();
    }
    at++;
    return true;
  }

  /** Goes to the array's next value; {@code false} once the array is left. */
  public boolean nextElement() {
    return next(']');
  }

  private boolean next(char close) {
    int first = peek();
    if (first == close) {
      at++;
      fresh = false;
      return false;
    }
    if (fresh) {
      fresh = false;
      return first >= 0 || fail();
    }
    if (first != ',') {
      return fail();
    }
    at++;
    return true;
  }

  /** Whether the member just gone to, or the string just read, is this one. */
  public boolean is(byte[] name) {
    if (textEscaped) {
      return unescaped().equals(new String(name, StandardCharsets.US_ASCII));
    }
    int length = name.length;
    if (textTo - textFrom != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[textFrom + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads a string, so that {@link #is} speaks of it; skips anything else. */
  public boolean string() {
    if (peek() != '"') {
      skipValue();
      return false;
    }
    textFrom = at + 1;
    textEscaped = false;
    skipString();
    textTo = at - 1;
    return !broken;
  }

  /** Reads a value; whether it is a string with something in it. */
  public boolean nonEmptyString() {
    return string() && textTo > textFrom;
  }

  /** Reads a value; whether it is there and not {@code null}. */
  public boolean nonNull() {
    boolean isNull = peek() == 'n';
    skipValue();
    return !isNull && !broken;
  }

  /** Reads a value; whether it is {@code false}. */
  public boolean isFalse() {
    boolean isFalse = peek() == 'f';
    skipValue();
    return isFalse && !broken;
  }

  /** Reads a value; {@code otherwise} unless it is a whole number of at most 18 digits. */
  public long integer(long otherwise) {
    peek();
    int from = at;
    integerFrom = from;
    skipValue();
    boolean negative = from < at && bytes[from] == '-';
    int first = negative ? from + 1 : from;
    if (broken || first == at || at - first > 18) {
      return otherwise;
    }
    long value = 0;
    for (int i = first; i < at; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return otherwise;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** Where the string just read begins, after its quote. */
  public int textFrom() {
    return textFrom;
  }

  /** Where the string just read ends, at its quote. */
  public int textTo() {
    return textTo;
  }

  /** Where the integer just read begins. */
  public int integerFrom() {
    return integerFrom;
  }

  /** Where reading stands: right after what was read last. */
  public int at() {
    return at;
  }

  /** Reads a value; NaN unless it is a number. Allocates: for what comes once in an answer. */
  public double decimal() {
    peek();
    int from = at;
    skipValue();
    if (broken || from == at || (bytes[from] != '-' && !isDigit(bytes[from]))) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Reads a value; how many elements it has, or -1 unless it is an array. */
  public int arrayLength() {
    if (peek() != '[') {
      skipValue();
      return -1;
    }
    int length = 0;
    enterArray();
    while (nextElement()) {
      skipValue();
      length++;
    }
    return broken ? -1 : length;
  }

  /** Skips one value of whatever kind. */
  public void skipValue() {
    int first = peek();
    fresh = false;
    if (first == '"') {
      skipString();
    } else if (first == '{' || first == '[') {
      skipNested();
    } else {
      skipScalar();
    }
  }

  private void skipScalar() {
    int from = at;
    while (at < end && SCALAR_BYTES[bytes[at] & 0xFF] == SPECIAL) {
      at++;
    }
    if (at == from) {
      fail();
    }
  }

  private void skipString() {
    int i = at + 1;
    while (true) {
      while (i < end && STRING_BYTES[bytes[i] & 0xFF] == PLAIN) {
        i++;
      }
      if (i >= end) {
        fail();
        return;
      }
      byte b = bytes[i];
      if (b == '"') {
        at = i + 1;
        return;
      }
      if (b != '\\') {
        fail();
        return;
      }
      textEscaped = true;
      i += 2;
    }
  }

  /** Skips an object or array; bit d of {@code kinds} says whether depth d is an object. */
  private void skipNested() {
    long kinds = 0;
    int depth = 0;
    do {
      int b = peek();
      switch (b) {
        case '"' -> skipString();
        case '{', '[' -> {
          kinds = b == '{' ? kinds | 1L << depth : kinds & ~(1L << depth);
          at++;
          if (++depth > DEEPEST) {
            fail();
          }
        }
        case '}', ']' -> {
          at++;
          depth--;
          if ((kinds >> depth & 1) != (b == '}' ? 1 : 0)) {
            fail();
          }
        }
        case ',', ':' -> at++;
        default -> skipScalar();
      }
    } while (depth > 0 && !broken);
  }

  /** The next byte that is no white space, or -1. */
  private int peek() {
    while (at < end) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      at++;
    }
    return -1;
  }

  private boolean fail() {
    broken = true;
    at = end;
    return false;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The string just read with its escapes resolved; nobody writes names so, but it is JSON. */
  private String unescaped() {
    String raw = new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 5 < raw.length() && raw.charAt(i + 1) == 'u') {
        int digits = 0;
        for (int j = i + 2; j < i + 6; j++) {
          digits = digits * 16 + Math.max(0, Character.digit(raw.charAt(j), 16));
        }
        plain.append((char) digits);
        i += 5;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
