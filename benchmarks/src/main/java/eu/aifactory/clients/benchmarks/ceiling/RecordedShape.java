package eu.aifactory.clients.benchmarks.ceiling;

import java.nio.ByteBuffer;
import java.util.List;

/** A streamed answer as a null server sends it, for benchmarks without a socket. */
public final class RecordedShape {
  /** Its token events. */
  public static final int TOKENS = Answers.TOKENS;

  private RecordedShape() {}

  /** The bytes of each read. */
  public static byte[][] reads(boolean packets) {
    List<ByteBuffer> writes = packets ? Answers.packets() : Answers.batched();
    byte[][] reads = new byte[writes.size()][];
    for (int i = 0; i < reads.length; i++) {
      reads[i] = new byte[writes.get(i).remaining()];
      writes.get(i).duplicate().get(reads[i]);
    }
    return reads;
  }
}
