package eu.aifactory.clients.protocol.compare;

import java.util.List;
import java.util.stream.Stream;

/**
 * The results that are compared.
 *
 * @param base one or more
 * @param with one or more
 * @param sameLoad whether all were sent the same load
 */
record Sides(List<ResultDocument> base, List<ResultDocument> with, boolean sameLoad) {
  Stream<ResultDocument> all() {
    return Stream.concat(base.stream(), with.stream());
  }

  /** Whether there are enough runs to see how much they differ by themselves. */
  boolean tellTheSpread() {
    return RunSpread.degrees(base.size(), with.size()) >= RunSpread.LEAST_DEGREES;
  }
}
