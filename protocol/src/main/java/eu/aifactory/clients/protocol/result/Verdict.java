package eu.aifactory.clients.protocol.result;

/** Whether a result may be believed, the worst last. */
public enum Verdict {
  /** The figures are the server's. */
  VALID,
  /** The figures are the server's, but something of the load or of the record is missing. */
  DEGRADED,
  /** The agents were too slow: the figures are at least partly their own. */
  CLIENT_LIMITED,
  /** The figures say nothing. */
  INVALID;

  /** The worse of the two. */
  public Verdict or(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
