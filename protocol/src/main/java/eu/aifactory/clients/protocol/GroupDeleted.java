package eu.aifactory.clients.protocol;

/** Answer to the deletion of a client group; {@code status} is {@code deleted}. */
public record GroupDeleted(String status, long benchmarkId) {
  public static GroupDeleted of(long benchmarkId) {
    return new GroupDeleted("deleted", benchmarkId);
  }
}
