package eu.aifactory.clients.emulator;

import io.netty.buffer.ByteBuf;

/**
 * Writes the events of one answer, each as one HTTP chunk and, unless shaped otherwise, each as one
 * write of its own. Confined to the connection's event loop.
 */
final class EventStream implements DeadlineQueue.Timed {
  private static final byte[] DATA = Bytes.of("data: ");
  private static final byte[] DATA_WITHOUT_SPACE = Bytes.of("data:");
  private static final byte[] END = Bytes.of("\n\n");
  private static final byte[] END_CRLF = Bytes.of("\r\n\r\n");
  private static final byte[] PING = Bytes.of(": ping");
  private static final byte[] NOTHING = {};
  private static final byte[] LAST_CHUNK = Bytes.of("0\r\n\r\n");
  private static final byte[] HEX = Bytes.of("0123456789abcdef");
  private static final int FRAMING = 64;
  private static final int LINE_END = '\r' << 8 | '\n';

  private final Connection connection;
  private final WireShape shape;
  private final TruthRecorder truth;
  private final Runnable whenFree;
  private final byte[] before;
  private final byte[] after;
  private ByteBuf pending;
  private int pendingEvents;
  private ByteBuf secondHalf;
  private int events;

  EventStream(Connection connection, WireShape shape, TruthRecorder truth, Runnable whenFree) {
    this.connection = connection;
    this.shape = shape;
    this.truth = truth;
    this.whenFree = whenFree;
    before = shape.noSpace() ? DATA_WITHOUT_SPACE : DATA;
    after = shape.crlf() ? END_CRLF : END;
  }

  /** Whether half an event still waits to be written: nothing else may be sent until then. */
  boolean busy() {
    return secondHalf != null;
  }

  void send(Bytes body, ChunkKind kind, int tokens, long dueNanos) {
    sendSecondHalf();
    truth.chunk(kind, tokens, dueNanos);
    comment();
    int cut = shape.splitCharacters() ? insideCharacter(body) : -1;
    if (cut > 0) {
      frame(before, body, 0, cut, NOTHING);
      ByteBuf first = take();
      frame(NOTHING, body, cut, body.length(), after);
      sendHalves(first, take());
      return;
    }
    frame(before, body, 0, body.length(), after);
    if (shape.splitEvents()) {
      ByteBuf whole = take();
      ByteBuf first = whole.readRetainedSlice(whole.readableBytes() / 2);
      sendHalves(first, whole);
    } else if (++pendingEvents >= shape.eventsPerWrite()) {
      flush();
    }
  }

  /** No more is due for now: writes what was held back only to be sent together. */
  void pause() {
    if (shape.eventsPerWrite() == WireShape.ALL_THAT_IS_DUE) {
      flush();
    }
  }

  /** Writes what waits for company. */
  void flush() {
    if (pending != null) {
      ByteBuf ready = take();
      truth.stamp(System.nanoTime());
      connection.send(ready);
    }
  }

  /** Ends the HTTP body. */
  void end() {
    sendSecondHalf();
    if (pending == null) {
      pending = connection.buffer(LAST_CHUNK.length);
    }
    pending.writeBytes(LAST_CHUNK);
    flush();
  }

  void discard() {
    if (pending != null) {
      take().release();
    }
    if (secondHalf != null) {
      secondHalf.release();
      secondHalf = null;
    }
  }

  @Override
  public void due(long nowNanos) {
    if (secondHalf != null) {
      sendSecondHalf();
      whenFree.run();
    }
  }

  private void sendSecondHalf() {
    if (secondHalf != null) {
      ByteBuf rest = secondHalf;
      secondHalf = null;
      truth.stamp(System.nanoTime());
      connection.send(rest);
    }
  }

  private void sendHalves(ByteBuf first, ByteBuf second) {
    connection.send(first);
    secondHalf = second;
    connection.deadlines().add(this, System.nanoTime() + shape.gapNanos());
  }

  private void comment() {
    if (shape.commentEvery() > 0 && ++events % shape.commentEvery() == 0) {
      Bytes ping = new Bytes().put(PING);
      frame(NOTHING, ping, 0, ping.length(), after);
    }
  }

  private void frame(byte[] prefix, Bytes body, int from, int to, byte[] suffix) {
    int length = prefix.length + to - from + suffix.length;
    if (pending == null) {
      pending = connection.buffer(length + FRAMING);
    }
    hex(pending, length);
    pending.writeShort(LINE_END);
    pending.writeBytes(prefix).writeBytes(body.array(), from, to - from).writeBytes(suffix);
    pending.writeShort(LINE_END);
  }

  private ByteBuf take() {
    ByteBuf taken = pending;
    pending = null;
    pendingEvents = 0;
    return taken;
  }

  private static void hex(ByteBuf to, int number) {
    int shift = (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number)) & ~3;
    for (; shift >= 0; shift -= 4) {
      to.writeByte(HEX[number >>> shift & 15]);
    }
  }

  /** A place between the bytes of a character, or -1 where there are only ASCII ones. */
  private static int insideCharacter(Bytes body) {
    for (int i = 0; i < body.length(); i++) {
      if (body.array()[i] < 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
