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
  NETWORK,
  /** Last byte of the answer's body, less the send of the request. */
  STREAM_END,
  /** Second chunk that carries a token, less the first. */
  SECOND_CHUNK,
  /** First chunk with text that is no reasoning, less the send of the request. */
  FIRST_CONTENT,
  /** First chunk with choices, a role alone included, less the send of the request. */
  FIRST_CHOICE,
  /** Last chunk with choices, an empty finish included, less the send of the request. */
  LAST_CHOICE,
  /** (LAST_CHOICE - FIRST_CHOICE) / (tokens - 1) of one request. */
  CHOICE_TPOT,
  /** Time between two chunks with choices of which at least one carries no token. */
  BESIDE_GAP,
  /** A CHUNK_GAP with chunks in it that carry no token: two of BESIDE_GAP or more fill it. */
  SPLIT_GAP,
  /** TPOT of one request, once for each of its gaps between tokens. */
  WEIGHTED_TPOT,
  /** E2E / tokens of one request, once for each of its tokens. */
  WEIGHTED_TOKEN_TIME,
  /** STREAM_END / tokens of one request. */
  NORMALIZED_TIME;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
