package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.Map;
import java.util.TreeMap;

/** Says what the result has not, or has of too few requests, and why. */
final class AbsenceRules {
  private static final Map<String, Double> PERCENTILES =
      new TreeMap<>(Map.of("p50", 50.0, "p90", 90.0, "p95", 95.0, "p99", 99.0, "p999", 99.9));

  private final Workload workload;
  private final Figures figures;
  private final TokenLedger ledger;
  private final SteadyPart steady;
  private final VerdictReasons reasons;

  AbsenceRules(
      Workload workload,
      Figures figures,
      TokenLedger ledger,
      SteadyPart steady,
      VerdictReasons reasons) {
    this.workload = workload;
    this.figures = figures;
    this.ledger = ledger;
    this.steady = steady;
    this.reasons = reasons;
  }

  void judge() {
    recordsAreWhole();
    if (figures.counted(Counter.SUCCEEDED) > 0) {
      ledgerIsExplained();
      percentilesHaveSamples();
      absencesAreExplained();
    }
  }

  /**
   * The figures are none the worse for it, only what was asked for beside them is not all there.
   */
  private void recordsAreWhole() {
    long behind = figures.counted(Counter.RECORDS_BEHIND);
    long overLimit = figures.counted(Counter.RECORDS_OVER_LIMIT);
    long unwritten = figures.counted(Counter.RECORDS_UNWRITTEN);
    long missed = behind + overLimit + unwritten;
    if (missed > 0) {
      reasons.say(
          "%d of %d requests left no record: the writer was behind for %d, max_bytes was reached"
              + " for %d, the disk refused %d",
          missed, missed + figures.counted(Counter.RECORDS_KEPT), behind, overLimit, unwritten);
    }
  }

  private void ledgerIsExplained() {
    ledger
        .absence()
        .ifPresent(
            why -> reasons.say("not measured: tokens.ledger.server and server_metrics: %s", why));
  }

  private void percentilesHaveSamples() {
    long count = figures.counted(Counter.SUCCEEDED);
    PERCENTILES.forEach(
        (name, percent) -> {
          if (count < Latency.least(percent)) {
            reasons.say(
                "not measured: %s of %d requests: it takes %d or more",
                name, count, Latency.least(percent));
          }
        });
  }

  private void absencesAreExplained() {
    absence(Figure.TTFT, "ttft_ms, tpot_ms and itl_ms: the answers were not streamed");
    if (figures.histogram(Figure.TTFT).getTotalCount() > 0) {
      absence(Figure.ITL, "itl_ms: the server does not say how many tokens a chunk carries");
    }
    absence(Figure.SERVER_QUEUE, "server_ms: the server sends no per-request metrics");
    if (!workload.hasSlo()) {
      reasons.say("not measured: goodput: the workload names no slo");
    }
    if (steady.absence() != null) {
      reasons.say("not measured: steady: %s", steady.absence());
    }
  }

  private void absence(Figure figure, String what) {
    if (figures.histogram(figure).getTotalCount() == 0) {
      reasons.say("not measured: %s", what);
    }
  }
}
