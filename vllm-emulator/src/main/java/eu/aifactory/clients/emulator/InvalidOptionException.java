package eu.aifactory.clients.emulator;

/** An option or a fault that cannot be used; the message is one sentence that names the value. */
public final class InvalidOptionException extends IllegalArgumentException {
  InvalidOptionException(String message) {
    super(message);
  }
}
