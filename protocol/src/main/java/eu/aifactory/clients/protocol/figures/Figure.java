package eu.aifactory.clients.protocol.figures;

import java.util.Locale;

/** A latency that is kept as a histogram. {@code docs/metrics.md} has each one's formula. */
public enum Figure {
  /** First chunk that carries a token, less the send of the request. */
  TTFT,
  /** First chunk that carries a token, less the instant at which the request was due. */
  TTFT_SCHEDULED,
  /** Last chunk that carries a token, less the send of the request. */
  E2E,
  /** Last chunk that carries a token, less the instant at which the request was due. */
  E2E_SCHEDULED,
  /** (E2E - TTFT) / (tokens - 1) of one request. */
  TPOT,
  /** Time between two tokens, those of one chunk 0 apart. */
  ITL,
  /** Time between two chunks that carry tokens. */
  CHUNK_GAP,
  /** Send of the request less the instant at which it was due. */
  SEND_LAG,
  /** Response head, less the send of the request. */
  HEADERS,
  /** First event of the stream of whatever kind, less the send of the request. */
  FIRST_EVENT,
  /** Time in the server's queue, as the server says. */
  SERVER_QUEUE,
  /** From the server's scheduling of the request to its first token, as the server says. */
  SERVER_PREFILL,
  /** TTFT less the server's own queue and prefill times. */
  NETWORK;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
