package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Whether what was asked for was sent, in time, and what came of it. */
final class SendRules {
  /** Send lag below this is noise of any machine, whatever the server's latency. */
  static final double TOLERATED_LAG_MS = 5;

  /** A lag of more than this share of the median TTFT falsifies it. */
  static final double TOLERATED_LAG_SHARE = 0.1;

  /** More failed requests than this, and the rest no longer stands for the whole. */
  static final double TOLERATED_FAILED_SHARE = 0.05;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Figures figures;
  private final VerdictReasons reasons;

  SendRules(Figures figures, VerdictReasons reasons) {
    this.figures = figures;
    this.reasons = reasons;
  }

  void judge() {
    somethingSucceeded();
    allWasSent();
    fewFailed();
    sentInTime();
  }

  private void somethingSucceeded() {
    if (figures.counted(Counter.SENT) == 0) {
      reasons.worsen(Verdict.INVALID, "no request was sent");
    } else if (figures.counted(Counter.SUCCEEDED) == 0) {
      reasons.worsen(
          Verdict.INVALID, "none of %d requests succeeded", figures.counted(Counter.SENT));
    }
  }

  private void allWasSent() {
    long intended = figures.counted(Counter.INTENDED);
    long sent = figures.counted(Counter.SENT);
    if (sent < intended) {
      reasons.worsen(
          Verdict.DEGRADED, "%d of %d intended requests were not sent", intended - sent, intended);
    }
  }

  private void fewFailed() {
    long failed = figures.counted(Counter.FAILED);
    long ended = failed + figures.counted(Counter.SUCCEEDED);
    if (failed == 0) {
      return;
    }
    String classes =
        String.join(
            ", ",
            figures.errors().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(error -> error.getKey() + " " + error.getValue())
                .toList());
    Verdict so = failed > TOLERATED_FAILED_SHARE * ended ? Verdict.DEGRADED : Verdict.VALID;
    reasons.worsen(
        so,
        "%d of %d requests failed (%s); latencies are those of the others",
        failed,
        ended,
        classes);
  }

  private void sentInTime() {
    Histogram lag = figures.histogram(Figure.SEND_LAG);
    double lagMs = lag.getValueAtPercentile(99) / NANOS_PER_MILLI;
    if (lag.getTotalCount() > 0 && lagMs > toleratedLagMs()) {
      reasons.worsen(
          Verdict.CLIENT_LIMITED,
          "send lag p99 is %.1f ms; more than %.1f ms falsifies the latencies of this run",
          lagMs,
          toleratedLagMs());
    }
  }

  private double toleratedLagMs() {
    double medianTtftMs = figures.histogram(Figure.TTFT).getValueAtPercentile(50) / NANOS_PER_MILLI;
    return Math.max(TOLERATED_LAG_MS, TOLERATED_LAG_SHARE * medianTtftMs);
  }
}
