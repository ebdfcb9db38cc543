package eu.aifactory.clients.protocol.compare;

/** What a comparison says of a figure or of all of them, the worst last. */
public enum Outcome {
  /** It is not worse by more than is tolerated. */
  PASS,
  /** The figures do not tell. */
  INCONCLUSIVE,
  /** It is worse by more than is tolerated. */
  REGRESSED;

  /** The worse of the two. */
  public Outcome or(Outcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
