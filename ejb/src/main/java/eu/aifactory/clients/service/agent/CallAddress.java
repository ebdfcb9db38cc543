package eu.aifactory.clients.service.agent;

import java.net.URI;
import java.util.Optional;

/**
 * Where an agent may be called: at what it announced, at what that was looked up to, or nowhere.
 */
public final class CallAddress {
  public static final CallAddress AS_ANNOUNCED = new CallAddress(null);
  public static final CallAddress NOWHERE = new CallAddress("");

  private final String stored;

  private CallAddress(String stored) {
    this.stored = stored;
  }

  public static CallAddress at(URI pinned) {
    return new CallAddress(pinned.toString());
  }

  static CallAddress ofStored(String stored) {
    return new CallAddress(stored);
  }

  String stored() {
    return stored;
  }

  /** The address to call; empty for none. */
  public Optional<String> of(String announced) {
    return stored == null
        ? Optional.of(announced)
        : Optional.of(stored).filter(address -> !address.isEmpty());
  }

  @Override
  public String toString() {
    return stored == null ? "as announced" : stored.isEmpty() ? "nowhere" : stored;
  }
}
