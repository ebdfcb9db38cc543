package eu.aifactory.clients.load.stream;

/** Gets the events of a stream; the bytes are lent until the call returns. */
public interface EventSink {

  /** The data of one event, without field names and line ends. */
  void event(byte[] bytes, int from, int to);

  /**
   * What may be a whole event, before anyone looked for a line end in it. A sink that knows it, and
   * so knows that no line end is within, takes it and spares that search.
   *
   * @return whether it was taken; if not, nothing has happened
   */
  default boolean takes(byte[] bytes, int from, int to) {
    return false;
  }
}
