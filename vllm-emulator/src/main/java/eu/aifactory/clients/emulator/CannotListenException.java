package eu.aifactory.clients.emulator;

import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** The address cannot be listened on; the message is one sentence that names it. */
public final class CannotListenException extends RuntimeException {
  CannotListenException(String host, int port, Throwable cause) {
    super(sentence(host, port, cause), cause);
  }

  private static String sentence(String host, int port, Throwable cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String reason;
    if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
      reason = "the host name is unknown";
    } else if (text.contains("in use")) {
      reason = "the port is in use";
    } else if (text.contains("assign requested address")) {
      reason = "the address is not one of this machine's";
    } else {
      reason = cause.getMessage();
    }
    return "Cannot listen on %s:%d: %s.".formatted(host, port, reason);
  }
}
