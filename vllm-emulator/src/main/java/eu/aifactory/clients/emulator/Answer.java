package eu.aifactory.clients.emulator;

/** An answer on its way that outlasts the call; told on its connection's event loop. */
interface Answer {
  /** The connection takes bytes again. */
  void writable();

  /** The client has closed the connection; nothing more can be sent. */
  void clientGone();
}
