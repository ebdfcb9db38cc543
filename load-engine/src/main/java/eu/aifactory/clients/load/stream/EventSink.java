package eu.aifactory.clients.load.stream;

/** Gets the events of a stream; the bytes are lent until the call returns. */
public interface EventSink {

  /** The data of one event, without field names and line ends. */
  void event(byte[] bytes, int from, int to);
}
