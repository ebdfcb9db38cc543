package eu.aifactory.clients.load.http;

/** Gets what {@link HttpResponseParser} finds; the bytes are lent until the call returns. */
public interface ResponseSink {

  /**
   * The head is complete. Interim responses (1xx) are not told.
   *
   * @param contentType in lower case, empty when the server names none
   */
  void head(int status, String contentType);

  /** A piece of the body, never empty, without the framing. */
  void body(byte[] bytes, int from, int to);
}
