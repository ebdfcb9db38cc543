package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.compare.Comparison;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A comparison for the eye: the verdict, then what differs beside the figures, then these. */
final class ComparisonTable {
  private ComparisonTable() {}

  static String of(Comparison comparison) {
    StringJoiner text = new StringJoiner("\n");
    text.add("verdict     " + comparison.verdict());
    comparison.reasons().forEach(reason -> text.add("            - " + reason));
    text.add("");
    comparison.base().forEach(run -> text.add("base        " + run(run)));
    comparison.with().forEach(run -> text.add("with        " + run(run)));
    text.add("");
    if (comparison.differences().isEmpty()) {
      text.add("Load, server and measurement are the same.");
    } else {
      text.add(differences(comparison.differences()));
    }
    text.add("");
    text.add(figures(comparison.figures()));
    return text.toString();
  }

  private static String run(Comparison.Run run) {
    return "%s, %s, measured by %s%s"
        .formatted(
            run.name(),
            run.verdict(),
            Figure.text(run.software()),
            run.createdAt() == null ? "" : ", " + run.createdAt());
  }

  private static String differences(List<Comparison.Difference> differences) {
    Table table = new Table(4, "different", "member", "base", "with");
    differences.forEach(
        each ->
            table.row(
                each.kind(), each.member(), Figure.text(each.base()), Figure.text(each.with())));
    return table.toString();
  }

  private static String figures(List<Comparison.Effect> effects) {
    Table table =
        new Table(1, "figure", "base", "with", "effect", "95 % interval", "tolerated", "verdict");
    for (Comparison.Effect effect : effects) {
      boolean interval = effect.low() != null;
      table.row(
          effect.figure(),
          Figure.of(effect.base()),
          Figure.of(effect.with()),
          signed(effect.effect()),
          interval ? signed(effect.low()) + " … " + signed(effect.high()) : Figure.UNKNOWN,
          tolerated(effect),
          effect.verdict() == null ? "not judged" : effect.verdict().name());
    }
    StringJoiner text = new StringJoiner("\n").add(table.toString());
    effects.stream()
        .filter(effect -> effect.low() == null)
        .forEach(effect -> text.add("- %s: %s".formatted(effect.figure(), effect.reason())));
    return text.toString();
  }

  private static String tolerated(Comparison.Effect effect) {
    double worst = effect.better().equals("lower") ? effect.tolerance() : -effect.tolerance();
    return signed(worst);
  }

  private static String signed(Double share) {
    return share == null ? Figure.UNKNOWN : String.format(Locale.ROOT, "%+.1f%%", share * 100);
  }
}
