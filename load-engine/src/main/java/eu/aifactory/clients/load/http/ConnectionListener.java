package eu.aifactory.clients.load.http;

/** Hears of one connection, on its event loop. */
public interface ConnectionListener extends ResponseSink {

  /** A request can be sent. */
  void opened();

  /**
   * It could not be opened, and may be tried again.
   *
   * @param inTls whether TCP was connected and TLS then failed
   */
  void openFailed(boolean inTls, Throwable cause);

  /**
   * The last byte of the request was handed to the kernel.
   *
   * @param nanos just before the write that took it all; or when the kernel had taken the rest,
   *     where it did not take it at once
   */
  void sent(long nanos);

  /**
   * The response is complete.
   *
   * @param open whether the connection can take the next request
   */
  void ended(boolean open);

  /**
   * The connection ended before the response did.
   *
   * @param anyByte whether anything of the response had come
   */
  void lost(boolean anyByte);

  /** What came is no HTTP; the connection is closed. */
  void notHttp();
}
