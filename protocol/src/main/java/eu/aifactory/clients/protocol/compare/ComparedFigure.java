package eu.aifactory.clients.protocol.compare;

import java.util.Optional;
import java.util.OptionalDouble;

/** One figure of a result that can be better or worse, compared by its ratio. */
interface ComparedFigure {
  /** As in the document, {@code ttft_ms.p99}. */
  String name();

  Better better();

  /** What the document says; empty when it was not measured. */
  OptionalDouble valueIn(ResultDocument document);

  /**
   * What it would have been with other requests of the same kind, as logarithms of the ratio to
   * what it was; empty when the document does not carry what is needed.
   *
   * @param sameSchedule whether both sides sent the same load
   */
  Optional<double[]> resampled(
      ResultDocument document, boolean sameSchedule, Draws draws, int times);

  /** Why the document has too little of it to judge, a sentence; empty when it has enough. */
  Optional<String> tooFew(ResultDocument document);
}
