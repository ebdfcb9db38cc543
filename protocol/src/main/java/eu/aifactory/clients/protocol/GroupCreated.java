package eu.aifactory.clients.protocol;

/** Answer to the creation of a client group; {@code status} is {@code created}. */
public record GroupCreated(String status, long benchmarkId, int numClients) {
  public static GroupCreated of(long benchmarkId, int numClients) {
    return new GroupCreated("created", benchmarkId, numClients);
  }
}
