package eu.aifactory.clients.protocol.figures;

import java.util.Locale;

/** Something that is counted; counts of intervals and of agents add up. */
public enum Counter {
  /** Requests that the workload asked for up to now. */
  INTENDED,
  /** Requests whose last byte was written. */
  SENT,
  SUCCEEDED,
  FAILED,
  /** Succeeded requests that kept the SLO. */
  GOOD,
  /** As the server's usage says, over succeeded requests. */
  PROMPT_TOKENS,
  /** As the server's usage says, over succeeded requests. */
  COMPLETION_TOKENS,
  /** Tokens that arrived in requests that failed in the end, as far as chunks tell. */
  LOST_TOKENS,
  /** Chunks that carried at least one token. */
  TOKEN_CHUNKS,
  /** Succeeded requests whose answer came without usage: their tokens were counted by chunks. */
  WITHOUT_USAGE,
  /** Succeeded requests where the sum over the chunks' own counts is not what usage says. */
  TOKEN_MISMATCHES,
  CONNECTIONS_OPENED,
  /** Stages that were ended because the server was over-saturated. */
  OVER_SATURATED,
  /** Requests that left a record. */
  RECORDS_KEPT,
  /** Requests without a record, because what writes them was behind. */
  RECORDS_BEHIND,
  /** Requests without a record, because there were as many as were asked for. */
  RECORDS_OVER_LIMIT,
  /** Requests without a record, because the disk refused them. */
  RECORDS_UNWRITTEN;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
