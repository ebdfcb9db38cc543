package eu.aifactory.clients.load.records;

/** Hears of each request that ended on one event loop. All calls on that loop, none may block. */
public interface RequestLog {
  /** Hears nothing. */
  RequestLog NONE = request -> {};

  void ended(EndedRequest request);

  /** Some milliseconds have passed, whether or not a request ended. */
  default void tick(long now) {}

  /** No request of this loop is left. */
  default void over() {}
}
