package eu.aifactory.clients.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Exchanges recorded from a real vLLM 0.32.0, byte for byte. */
final class Recorded {
  private Recorded() {}

  static byte[] request(String name) {
    return bytes(name + ".request");
  }

  static RawReply reply(String name) {
    return RawReply.parse(bytes(name + ".response"));
  }

  private static byte[] bytes(String file) {
    try (InputStream in = Recorded.class.getResourceAsStream("/recorded/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
