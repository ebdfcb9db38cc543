package eu.aifactory.clients.protocol.compare;

import eu.aifactory.clients.protocol.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares results. The same results and options give the same answer, to the last digit. */
public final class Comparing {
  private final Sides sides;
  private final List<Comparison.Difference> differences;
  private final ComparisonOptions options;
  private final List<String> reasons = new ArrayList<>();

  private Comparing(
      Sides sides, List<Comparison.Difference> differences, ComparisonOptions options) {
    this.sides = sides;
    this.differences = differences;
    this.options = options;
  }

  /**
   * @param base one result or more, repeats of each other
   * @param with likewise
   * @throws DifferentLoadsException when the loads differ and it is not forced
   * @throws UnfitComparisonException naming the document and member, or the option, at fault
   */
  public static Comparison compare(
      List<ResultDocument> base, List<ResultDocument> with, ComparisonOptions options) {
    List<Comparison.Difference> differences = Differences.between(base, with);
    List<Comparison.Difference> ofLoad =
        differences.stream().filter(each -> each.kind().equals(Differences.LOAD)).toList();
    if (!ofLoad.isEmpty() && !options.force()) {
      throw new DifferentLoadsException(
          "the loads differ (%s), so their figures say nothing of each other"
              .formatted(
                  ofLoad.stream().map(Comparing::inWords).collect(Collectors.joining("; "))));
    }
    return new Comparing(new Sides(base, with, ofLoad.isEmpty()), differences, options).result();
  }

  private Comparison result() {
    List<Comparison.Effect> effects = effects();
    Outcome verdict = verdict(effects);
    tellWhatToKnow();
    return new Comparison(
        verdict,
        List.copyOf(reasons),
        sides.base().stream().map(Comparing::run).toList(),
        sides.with().stream().map(Comparing::run).toList(),
        differences,
        effects,
        new Comparison.Method(
            Interval.CONFIDENCE,
            RatioComparison.RESAMPLES,
            sides.tellTheSpread() ? "runs" : "assumption"));
  }

  private List<Comparison.Effect> effects() {
    ComparedFigures compared = ComparedFigures.of(options.figures());
    List<Comparison.Effect> effects = new ArrayList<>();
    for (ShareFigure share : compared.shares()) {
      double tolerance = options.tolerances().of(share);
      add(effects, share.wireName(), new ShareComparison(sides, share, tolerance).effect());
    }
    for (ComparedFigure ratio : compared.ratios()) {
      double tolerance = options.tolerances().of(ratio);
      add(
          effects,
          ratio.name(),
          new RatioComparison(sides, ratio, tolerance, options.runSpread()).effect());
    }
    return List.copyOf(effects);
  }

  private void add(
      List<Comparison.Effect> effects, String name, Optional<Comparison.Effect> effect) {
    effect.ifPresent(effects::add);
    if (effect.isEmpty() && options.figures().contains(name)) {
      throw new UnfitComparisonException("neither side has measured %s".formatted(name));
    }
  }

  private Outcome verdict(List<Comparison.Effect> effects) {
    List<String> unbelievable =
        sides.all().map(Comparing::whyNotBelieved).flatMap(Optional::stream).toList();
    if (!unbelievable.isEmpty()) {
      reasons.addAll(unbelievable);
      return Outcome.INCONCLUSIVE;
    }
    List<Comparison.Effect> judged =
        effects.stream().filter(effect -> effect.verdict() != null).toList();
    if (judged.isEmpty()) {
      reasons.add("no figure could be judged");
      return Outcome.INCONCLUSIVE;
    }
    Outcome worst =
        judged.stream().map(Comparison.Effect::verdict).reduce(Outcome.PASS, Outcome::or);
    if (worst != Outcome.PASS) {
      reasons.add(
          judged.stream()
              .filter(effect -> effect.verdict() == worst)
              .map(Comparison.Effect::figure)
              .collect(Collectors.joining(", ", worst + ": ", "")));
    }
    return worst;
  }

  private void tellWhatToKnow() {
    sides
        .all()
        .filter(document -> document.verdict() == Verdict.DEGRADED)
        .forEach(document -> reasons.add("%s is DEGRADED".formatted(document.name())));
    if (!sides.sameLoad()) {
      reasons.add(
          "the loads differ: figures of different loads are compared because it was forced");
    }
    if (!sides.tellTheSpread()) {
      reasons.add(
          ("%d and %d runs do not tell how much a run differs from its repeat: %s %% is assumed;"
                  + " two or more a side would tell")
              .formatted(
                  sides.base().size(),
                  sides.with().size(),
                  Double.toString(Math.round(options.runSpread() * 1e4) / 1e2)
                      .replaceFirst("\\.0$", "")));
    }
  }

  private static Optional<String> whyNotBelieved(ResultDocument document) {
    return document.verdict().compareTo(Verdict.CLIENT_LIMITED) < 0
        ? Optional.empty()
        : Optional.of(
            "%s is %s%s"
                .formatted(
                    document.name(),
                    document.verdict(),
                    document.verdictReasons().stream()
                        .findFirst()
                        .map(reason -> ": " + reason)
                        .orElse("")));
  }

  private static Comparison.Run run(ResultDocument document) {
    return new Comparison.Run(
        document.name(),
        document.text("run_id").orElse(null),
        document.text("created_at").orElse(null),
        document.verdict(),
        document.text("provenance", "software").orElse(null));
  }

  private static String inWords(Comparison.Difference difference) {
    return "%s is %s in base and %s in with"
        .formatted(
            difference.member(),
            difference.base() == null ? "not given" : difference.base(),
            difference.with() == null ? "not given" : difference.with());
  }
}
