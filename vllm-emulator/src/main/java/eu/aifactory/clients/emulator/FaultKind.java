package eu.aifactory.clients.emulator;

import java.util.Locale;

/** What can go wrong on demand; the names on the wire are these in lower case with hyphens. */
public enum FaultKind {
  /** The answer is the HTTP status {@code code}, with Retry-After when asked for. */
  STATUS,
  /** An HTML page with status 200 instead of an answer. */
  NONSENSE,
  /** The connection is closed before any byte of an answer. */
  DROP,
  /** An error object inside the 200 stream after {@code after} tokens, then [DONE]. */
  STREAM_ERROR,
  /** The connection is closed after {@code after} tokens: no finish, no [DONE], no last chunk. */
  TRUNCATE,
  /** The HTTP body ends properly after {@code after} tokens, with no finish and no [DONE]. */
  TRUNCATE_CLEAN,
  /** Silence after {@code after} tokens for {@code seconds}, 0 for ever; the schedule moves on. */
  STALL,
  /** A TCP reset after {@code after} tokens. */
  RESET,
  /** The stream ends properly but for the missing [DONE]. */
  NO_DONE,
  /** Lines end in CR LF. */
  CRLF,
  /** No space after {@code data:}. */
  NO_SPACE,
  /** A comment line {@code : ping} before every {@code per}-th event. */
  COMMENTS,
  /** Each token is a multi-byte character, cut in two across HTTP chunks and writes. */
  SPLIT_UTF8,
  /** Each event is cut in two across TCP writes. */
  SPLIT_EVENTS,
  /** {@code per} events share one write. */
  MERGE_EVENTS,
  /** Of three tokens two have empty content and the third is an emoji. */
  EMPTY_CONTENT,
  /** /health answers 503 while everything else works. */
  UNHEALTHY,
  /** The creation of a service is refused with the HTTP status {@code code}. */
  SERVICE_REFUSE,
  /** A created service starts {@code seconds} later than usual. */
  SERVICE_SLOW,
  /** A created service ends as failed instead of running. */
  SERVICE_FAIL;

  boolean concernsServices() {
    return this == SERVICE_REFUSE || this == SERVICE_SLOW || this == SERVICE_FAIL;
  }

  /** Whether this ends or interrupts a stream after some tokens. */
  boolean breaksStream() {
    return switch (this) {
      case STREAM_ERROR, TRUNCATE, TRUNCATE_CLEAN, STALL, RESET -> true;
      default -> false;
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static FaultKind of(String wireName) {
    for (FaultKind kind : values()) {
      if (kind.wireName().equals(wireName)) {
        return kind;
      }
    }
    throw new InvalidOptionException("Unknown fault '" + wireName + "'; see docs/emulator.md.");
  }
}
