package eu.aifactory.clients.load.client;

/**
 * Reads the bodies of one connection's responses of status 200, one after the other, and tells an
 * {@link Answer} what they say. The engine calls it on one thread; it must not block, should
 * allocate nothing per token, and must never throw, whatever comes.
 */
public interface ResponseReader {

  /**
   * A body begins.
   *
   * @param answer to fill
   * @param contentType in lower case, empty when the server names none
   */
  void begin(Answer answer, String contentType);

  /**
   * A piece of the body, cut anywhere; lent until the call returns.
   *
   * @param nanos when it was read
   */
  void body(byte[] bytes, int from, int to, long nanos);

  /** The body ended as HTTP says it must; not called when the connection broke. */
  void end();
}
