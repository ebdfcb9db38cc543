package eu.aifactory.clients.benchmarks.ceiling;

import java.nio.ByteBuffer;
import java.util.List;

/** What a null server answers. The order is that of the server's ports. */
enum Load {
  /** The whole streamed answer in one write. */
  BATCHED,
  /** One write a token. */
  PACKETS,
  /** A short answer that is not streamed. */
  BRIEF,
  /** One write a token, to all streams in turn and then a pause: {@link #PACE} tokens a second. */
  PACED;

  /** Token events a second: what one core of a server sends with ease. */
  static final int PACE = 40_000;

  List<ByteBuffer> answer() {
    return switch (this) {
      case BATCHED -> Answers.batched();
      case PACKETS, PACED -> Answers.packets();
      case BRIEF -> Answers.brief();
    };
  }
}
