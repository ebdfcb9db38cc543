package eu.aifactory.clients.system;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a client of PostgreSQL says, message by message (protocol 3.0), and whether it is the commit
 * of a transaction that has stored a group. Statements are known by the name under which the client
 * has prepared them.
 */
final class PostgresMessages {
  private static final int PROTOCOL_3 = 3 << 16;
  private static final int LONGEST = 64 << 20;

  private final DataInputStream in;
  private final Map<String, String> statements = new HashMap<>();
  private boolean begun;
  private boolean storesAGroup;
  private boolean commitsAGroup;

  PostgresMessages(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /** The next message as it came; {@code null} at the end. */
  byte[] next() throws IOException {
    commitsAGroup = false;
    try {
      return begun ? typed() : untyped();
    } catch (EOFException e) {
      return null;
    }
  }

  /** Whether the last message orders the commit of a transaction that has stored a group. */
  boolean commitsAGroup() {
    return commitsAGroup;
  }

  /** What comes before the first with a type: whether to encrypt, and who it is. */
  private byte[] untyped() throws IOException {
    int length = length();
    ByteBuffer message = ByteBuffer.allocate(length).putInt(length);
    in.readFully(message.array(), Integer.BYTES, length - Integer.BYTES);
    begun = message.getInt(Integer.BYTES) == PROTOCOL_3;
    return message.array();
  }

  private byte[] typed() throws IOException {
    byte type = in.readByte();
    int length = length();
    ByteBuffer message = ByteBuffer.allocate(1 + length).put(type).putInt(length);
    in.readFully(message.array(), message.position(), length - Integer.BYTES);
    switch (type) {
      case 'P' -> statements.put(text(message), text(message));
      case 'B' -> {
        text(message);
        executes(statements.getOrDefault(text(message), ""));
      }
      case 'Q' -> executes(text(message));
      default -> {
        // Nothing that executes anything.
      }
    }
    return message.array();
  }

  private void executes(String sql) {
    String statement = sql.strip().toUpperCase(java.util.Locale.ROOT);
    storesAGroup |= statement.startsWith("INSERT INTO CLIENT_GROUP ");
    if (statement.equals("COMMIT") || statement.equals("ROLLBACK")) {
      commitsAGroup = storesAGroup && statement.equals("COMMIT");
      storesAGroup = false;
    }
  }

  private int length() throws IOException {
    int length = in.readInt();
    if (length < Integer.BYTES || length > LONGEST) {
      throw new IOException("no message of PostgreSQL's: %d bytes".formatted(length));
    }
    return length;
  }

  /** A text that ends with a zero, at the position of the message, which moves behind it. */
  private static String text(ByteBuffer message) {
    int begin = message.position();
    while (message.get() != 0) {
      // Goes on to the end.
    }
    return new String(
        message.array(), begin, message.position() - begin - 1, StandardCharsets.UTF_8);
  }
}
