package eu.aifactory.clients.load;

/** The classes of failed requests, as they are called on the wire; {@code docs/metrics.md}. */
final class ErrorClass {
  /** No TCP connection within the limit. */
  static final String CONNECT = "connect";

  /** A TCP connection, but no TLS on it. */
  static final String TLS = "tls";

  /** A connection used before died before a byte of the answer. Never sent a second time. */
  static final String STALE_KEEPALIVE = "stale_keepalive";

  /** An error object in an answer of status 200. */
  static final String STREAM_ERROR = "stream_error";

  /** The answer ended before it was complete. */
  static final String TRUNCATED = "truncated";

  /** A complete answer without a token. */
  static final String EMPTY = "empty";

  /** No HTTP, no event stream, no JSON. */
  static final String MALFORMED = "malformed";

  /** Nothing came for too long. */
  static final String IDLE_TIMEOUT = "idle_timeout";

  /** It took too long as a whole. */
  static final String TOTAL_TIMEOUT = "total_timeout";

  /** The run was stopped before the answer was complete. */
  static final String CANCELLED_BY_RUN_END = "cancelled_by_run_end";

  private ErrorClass() {}

  /** An answer of another status than 200. */
  static String http(int status) {
    return "http_" + status;
  }
}
