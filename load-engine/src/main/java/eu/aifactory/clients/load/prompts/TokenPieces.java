package eu.aifactory.clients.load.prompts;

import eu.aifactory.clients.load.random.RequestRandom;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What made-up prompts are put together from: words or token ids, one token each, every one with
 * its separator behind it. A piece is kept in a {@code long}, so that writing one is a single
 * store. Immutable.
 */
public final class TokenPieces {
  /**
   * Ids that are plain text in the vocabularies in use: special tokens have the lowest ids or the
   * highest.
   */
  static final int FIRST_ID = 1000;

  static final int LAST_ID = 9999;

  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final long[] pieces;
  private final byte[] lengths;

  private TokenPieces(List<String> texts) {
    pieces = new long[texts.size()];
    lengths = new byte[texts.size()];
    for (int i = 0; i < pieces.length; i++) {
      byte[] bytes = texts.get(i).getBytes(StandardCharsets.US_ASCII);
      if (bytes.length == 0 || bytes.length > Long.BYTES) {
        throw new IllegalArgumentException("no piece: \"" + texts.get(i) + "\"");
      }
      for (int b = 0; b < bytes.length; b++) {
        pieces[i] |= (bytes[b] & 0xFFL) << (8 * b);
      }
      lengths[i] = (byte) bytes.length;
    }
  }

  /** Ids from {@value #FIRST_ID} to {@value #LAST_ID}. */
  public static TokenPieces ids() {
    return new TokenPieces(
        IntStream.rangeClosed(FIRST_ID, LAST_ID).mapToObj(id -> id + ",").toList());
  }

  /**
   * @param words of 7 letters at most, at least one
   */
  public static TokenPieces words(List<String> words) {
    return new TokenPieces(words.stream().map(word -> word + " ").toList());
  }

  /** Appends pieces that derive from the state alone; fewer of one state are the first of more. */
  public void write(long state, int count, ByteBuf to) {
    // Stores write 8 bytes each, whatever the piece's length: the last one needs room, too.
    to.ensureWritable((count + 1) * Long.BYTES);
    int at = to.writerIndex();
    for (int i = 0; i < count; i += 2) {
      long bits = RequestRandom.at(state, i >> 1);
      at = put((bits & LOW_HALF) * pieces.length >>> 32, at, to);
      if (i + 1 < count) {
        at = put((bits >>> 32) * pieces.length >>> 32, at, to);
      }
    }
    to.writerIndex(at);
  }

  private int put(long which, int at, ByteBuf to) {
    to.setLongLE(at, pieces[(int) which]);
    return at + lengths[(int) which];
  }
}
