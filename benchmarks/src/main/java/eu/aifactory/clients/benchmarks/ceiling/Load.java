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
  BRIEF;

  List<ByteBuffer> answer() {
    return switch (this) {
      case BATCHED -> Answers.batched();
      case PACKETS -> Answers.packets();
      case BRIEF -> Answers.brief();
    };
  }
}
