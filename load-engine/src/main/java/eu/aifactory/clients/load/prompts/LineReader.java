package eu.aifactory.clients.load.prompts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a file line by line; refuses lines that are too long before they are in memory. */
public final class LineReader {
  public static final int MOST_LINE_BYTES = 16 * 1024 * 1024;

  private final InputStream in;
  private final String file;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private String line = "";
  private long number;
  private boolean endless;

  public LineReader(InputStream in, String file) {
    this.in = in;
    this.file = file;
  }

  /** Goes to the next line; {@code false} at the end. */
  public boolean next() throws IOException {
    bytes.reset();
    number++;
    int b = in.read();
    if (b < 0) {
      return false;
    }
    while (b >= 0 && b != '\n') {
      if (bytes.size() == MOST_LINE_BYTES) {
        throw PromptException.at(
            file, number, "the line is longer than %d bytes".formatted(MOST_LINE_BYTES));
      }
      bytes.write(b);
      b = in.read();
    }
    endless = b < 0;
    line = decoded();
    return true;
  }

  private String decoded() {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      String unmarked = number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
      return unmarked.endsWith("\r") ? unmarked.substring(0, unmarked.length() - 1) : unmarked;
    } catch (CharacterCodingException e) {
      throw PromptException.at(file, number, "the line is not UTF-8");
    }
  }

  /** Without its end. */
  public String line() {
    return line;
  }

  /** Whether the last line that was read was the file's last and had no end. */
  public boolean endsWithoutLineEnd() {
    return endless;
  }

  /** From 1. */
  public long number() {
    return number;
  }

  public String file() {
    return file;
  }
}
