package eu.aifactory.clients.emulator;

/** What an event of a stream carries; the truth names it in lower case. */
public enum ChunkKind {
  ROLE,
  TOKEN,
  USAGE,
  DONE,
  ERROR
}
