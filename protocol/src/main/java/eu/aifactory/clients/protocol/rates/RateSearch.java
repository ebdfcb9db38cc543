package eu.aifactory.clients.protocol.rates;

import eu.aifactory.clients.protocol.Workload;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Looks for the highest rate that keeps the SLO: doubles from the lower bound until a rate does not
 * keep it, then halves what lies between. A rate keeps it when the share of good requests is at
 * least the wanted one with the wanted confidence; the confidence is that of each rate by itself.
 */
public record RateSearch(Workload.Search search) implements RatePlan {

  /**
   * What the search says of the server.
   *
   * @param rate highest rate that was seen to keep the SLO, or {@code null}
   * @param confidence with which it does: that its true attainment is at least the wanted one
   * @param attainment share of its requests that kept the SLO
   * @param attainmentAtLeast lower bound of its true attainment, at the wanted confidence
   * @param notKeptAt lowest rate that was not seen to keep it, or {@code null}
   * @param reason how the search ended, a sentence
   */
  public record Conclusion(
      Double rate,
      Double confidence,
      Double attainment,
      Double attainmentAtLeast,
      Double notKeptAt,
      String reason) {}

  private record Bounds(StageOutcome kept, Double notKept) {}

  @Override
  public OptionalDouble next(List<StageOutcome> before) {
    Bounds bounds = bounds(before);
    if (ended(before, bounds)) {
      return OptionalDouble.empty();
    }
    if (before.isEmpty()) {
      return OptionalDouble.of(search.from());
    }
    double kept = bounds.kept().rate();
    return OptionalDouble.of(
        bounds.notKept() == null ? Math.min(search.to(), 2 * kept) : (kept + bounds.notKept()) / 2);
  }

  private boolean ended(List<StageOutcome> before, Bounds bounds) {
    if (before.isEmpty()) {
      return false;
    }
    boolean noneKept = bounds.kept() == null;
    return before.size() >= search.mostStages()
        || noneKept
        || bounds.kept().rate() >= search.to()
        || isPrecise(bounds);
  }

  private boolean isPrecise(Bounds bounds) {
    return bounds.notKept() != null
        && bounds.notKept() - bounds.kept().rate() <= search.precision() * bounds.notKept();
  }

  /** Whether that stage kept the SLO. */
  public boolean keeps(StageOutcome stage) {
    return !stage.overSaturated()
        && Attainment.confidence(stage.good(), stage.intended(), search.attainment())
            >= search.confidence();
  }

  /** The lower bound of a stage's true attainment, at the wanted confidence. */
  public double attainmentAtLeast(StageOutcome stage) {
    return Attainment.lowerBound(stage.good(), stage.intended(), search.confidence());
  }

  private Bounds bounds(List<StageOutcome> stages) {
    StageOutcome kept = null;
    Double notKept = null;
    for (StageOutcome stage : stages) {
      if (keeps(stage)) {
        kept = kept == null || stage.rate() > kept.rate() ? stage : kept;
      } else {
        notKept = notKept == null ? stage.rate() : Math.min(notKept, stage.rate());
      }
    }
    return new Bounds(kept, notKept);
  }

  /** Of the stages that were run. */
  public Conclusion conclusion(List<StageOutcome> stages) {
    Bounds bounds = bounds(stages);
    StageOutcome kept = bounds.kept();
    String reason = reason(stages, bounds);
    if (kept == null) {
      return new Conclusion(null, null, null, null, bounds.notKept(), reason);
    }
    return new Conclusion(
        kept.rate(),
        Attainment.confidence(kept.good(), kept.intended(), search.attainment()),
        kept.good() / (double) kept.intended(),
        attainmentAtLeast(kept),
        bounds.notKept(),
        reason);
  }

  private String reason(List<StageOutcome> stages, Bounds bounds) {
    if (stages.isEmpty()) {
      return "no stage was run";
    }
    if (bounds.kept() == null) {
      return notEvenTheFirst(stages.getFirst());
    }
    if (bounds.kept().rate() >= search.to()) {
      return "the upper bound itself keeps the SLO: the highest rate lies above it";
    }
    if (isPrecise(bounds)) {
      return "the bounds are as close as was asked for";
    }
    return stages.size() >= search.mostStages()
        ? "%d stages were run, and no more were allowed".formatted(stages.size())
        : "the search was ended before its time";
  }

  private String notEvenTheFirst(StageOutcome first) {
    boolean tooFew =
        Attainment.confidence(first.intended(), first.intended(), search.attainment())
            < search.confidence();
    return tooFew
        ? "%d requests at the lower bound are too few to say anything with that confidence: let a stage last longer"
            .formatted(first.intended())
        : "the lower bound itself does not keep the SLO";
  }
}
