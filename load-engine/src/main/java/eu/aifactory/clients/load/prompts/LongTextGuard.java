package eu.aifactory.clients.load.prompts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts lines of JSON that passes by, and refuses a text in it that is too long. */
final class LongTextGuard extends FilterInputStream {
  private final String file;
  private long line = 1;
  private long textBytes;
  private boolean inText;
  private boolean escaped;

  LongTextGuard(InputStream in, String file) {
    super(in);
    this.file = file;
  }

  long line() {
    return line;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      look(b);
    }
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    for (int i = offset; i < offset + read; i++) {
      look(bytes[i]);
    }
    return read;
  }

  private void look(int b) {
    if (b == '\n') {
      line++;
    }
    if (!inText) {
      inText = b == '"';
      textBytes = 0;
    } else if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inText = false;
    }
    if (inText && ++textBytes > LineReader.MOST_LINE_BYTES) {
      throw PromptException.at(
          file, line, "a text is longer than %d bytes".formatted(LineReader.MOST_LINE_BYTES));
    }
  }
}
