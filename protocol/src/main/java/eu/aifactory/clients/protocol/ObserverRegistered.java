package eu.aifactory.clients.protocol;

/** Answer to the registration of one group's observer; {@code status} is {@code registered}. */
public record ObserverRegistered(String status, long benchmarkId, String observer) {
  public static ObserverRegistered of(long benchmarkId, String observer) {
    return new ObserverRegistered("registered", benchmarkId, observer);
  }
}
