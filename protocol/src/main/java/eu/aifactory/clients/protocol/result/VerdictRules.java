package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Judges a result by itself. Each rule may only make the verdict worse, and leaves a sentence with
 * the figures that made it so; {@code docs/metrics.md} lists them with their bounds.
 */
final class VerdictRules {
  /** Send lag and loop delay below this are noise of any machine, whatever the server's latency. */
  static final double TOLERATED_LAG_MS = 5;

  /** A lag of more than this share of the median TTFT falsifies it. */
  static final double TOLERATED_LAG_SHARE = 0.1;

  /** An agent that uses more of its cores than this has no time left to be exact. */
  static final double TOLERATED_CPU_SHARE = 0.9;

  /** More failed requests than this, and the rest no longer stands for the whole. */
  static final double TOLERATED_FAILED_SHARE = 0.05;

  /** A stall shorter than this is noise of any machine; a longer one may be one latency's. */
  static final double TOLERATED_LOOP_DELAY_MS = 50;

  /** Pauses for garbage of more than this share of the time are in the latencies. */
  static final double TOLERATED_GC_SHARE = 0.05;

  /** Templates of chats are alike; more hits than these come of prompts sent again. */
  static final double TOLERATED_CACHE_HITS = 0.5;

  private static final Map<String, Double> PERCENTILES =
      new TreeMap<>(Map.of("p50", 50.0, "p90", 90.0, "p95", 95.0, "p99", 99.0, "p999", 99.9));

  private static final double NANOS_PER_MILLI = 1e6;

  private final Figures figures;
  private final List<AgentFigures> agents;
  private final List<String> reasons = new ArrayList<>();
  private Verdict verdict = Verdict.VALID;

  private VerdictRules(Figures figures, List<AgentFigures> agents) {
    this.figures = figures;
    this.agents = agents;
  }

  static VerdictRules judge(
      Workload workload,
      Figures figures,
      List<AgentFigures> agents,
      ServerLooks looks,
      TokenLedger ledger,
      SteadyPart steady) {
    VerdictRules rules = new VerdictRules(figures, agents);
    rules.somethingSucceeded();
    rules.agentsDelivered();
    rules.allWasSent();
    rules.fewFailed();
    rules.sentInTime();
    rules.agentsHadTime();
    rules.loopsWereInTime();
    rules.fewCollections();
    rules.tokensAgree();
    rules.recordsAreWhole();
    rules.ledgerMatches(ledger);
    rules.promptsWereNew(looks.metrics());
    rules.percentilesHaveSamples();
    rules.absencesAreExplained(workload, steady);
    return rules;
  }

  Verdict verdict() {
    return verdict;
  }

  List<String> reasons() {
    return List.copyOf(reasons);
  }

  private void somethingSucceeded() {
    if (figures.counted(Counter.SENT) == 0) {
      worsen(Verdict.INVALID, "no request was sent");
    } else if (figures.counted(Counter.SUCCEEDED) == 0) {
      worsen(Verdict.INVALID, "none of %d requests succeeded", figures.counted(Counter.SENT));
    }
  }

  private void agentsDelivered() {
    for (AgentFigures agent : agents) {
      if (!"COMPLETED".equals(agent.state())) {
        worsen(
            Verdict.DEGRADED,
            "agent %s ended %s: %s",
            agent.agent(),
            agent.state(),
            agent.reason() == null ? "what it measured last may be missing" : agent.reason());
      } else if (agent.reason() != null) {
        worsen(
            Verdict.DEGRADED,
            "agent %s ended the load before its time: %s",
            agent.agent(),
            agent.reason());
      }
    }
  }

  private void allWasSent() {
    long intended = figures.counted(Counter.INTENDED);
    long sent = figures.counted(Counter.SENT);
    if (sent < intended) {
      worsen(
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
    worsen(
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
      worsen(
          Verdict.CLIENT_LIMITED,
          "send lag p99 is %.1f ms; more than %.1f ms falsifies the latencies of this run",
          lagMs,
          toleratedLagMs());
    }
  }

  private void agentsHadTime() {
    for (AgentFigures agent : agents) {
      AgentHealth health = agent.health();
      if (health != null && health.cpuShare() != null && health.cpuShare() > TOLERATED_CPU_SHARE) {
        worsen(
            Verdict.CLIENT_LIMITED,
            "agent %s used %.0f %% of its cores, more than %.0f %%",
            agent.agent(),
            health.cpuShare() * 100,
            TOLERATED_CPU_SHARE * 100);
      }
    }
  }

  /** One stall falsifies only what it met: the highest latencies. */
  private void loopsWereInTime() {
    Histogram ttft = figures.histogram(Figure.TTFT);
    double medianMs = ttft.getValueAtPercentile(50) / NANOS_PER_MILLI;
    double tolerated = Math.max(TOLERATED_LOOP_DELAY_MS, medianMs);
    for (AgentFigures agent : agents) {
      AgentHealth health = agent.health();
      boolean late =
          health != null && health.loopDelayMaxMs() != null && health.loopDelayMaxMs() > tolerated;
      if (late) {
        worsen(
            Verdict.DEGRADED,
            "an event loop of agent %s stood still for %.1f ms, more than %.1f ms: the highest"
                + " latencies may be its own",
            agent.agent(),
            health.loopDelayMaxMs(),
            tolerated);
      }
    }
  }

  private void fewCollections() {
    for (AgentFigures agent : agents) {
      AgentHealth health = agent.health();
      double windowMs = agent.figures().windowSeconds() * 1_000;
      if (health == null || health.gcPauseMs() == null || windowMs <= 0) {
        continue;
      }
      double share = health.gcPauseMs() / windowMs;
      if (share > TOLERATED_GC_SHARE) {
        worsen(
            Verdict.CLIENT_LIMITED,
            "agent %s stood still for garbage collection %.1f %% of the time, more than %.0f %%",
            agent.agent(),
            share * 100,
            TOLERATED_GC_SHARE * 100);
      }
    }
  }

  private void tokensAgree() {
    long mismatches = figures.counted(Counter.TOKEN_MISMATCHES);
    if (mismatches > 0) {
      worsen(
          Verdict.DEGRADED,
          "in %d answers the chunks' own token counts do not add up to the server's usage",
          mismatches);
    }
    long withoutUsage = figures.counted(Counter.WITHOUT_USAGE);
    if (withoutUsage > 0) {
      worsen(
          Verdict.DEGRADED,
          "%d answers carried no usage: tokens are counted by chunks, and prompt tokens are unknown",
          withoutUsage);
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
      worsen(
          Verdict.VALID,
          "%d of %d requests left no record: the writer was behind for %d, max_bytes was reached"
              + " for %d, the disk refused %d",
          missed,
          missed + figures.counted(Counter.RECORDS_KEPT),
          behind,
          overLimit,
          unwritten);
    }
  }

  private void ledgerMatches(TokenLedger ledger) {
    ledger.mismatch().ifPresent(why -> worsen(Verdict.DEGRADED, "%s", why));
    if (figures.counted(Counter.SUCCEEDED) > 0) {
      ledger
          .absence()
          .ifPresent(
              why ->
                  worsen(
                      Verdict.VALID,
                      "not measured: tokens.ledger.server and server_metrics: %s",
                      why));
    }
  }

  /** Shared prefixes are meant to hit; that many hits mean that whole prompts were seen before. */
  private void promptsWereNew(ServerMetrics server) {
    if (server == null || server.prefixCache() == null || server.prefixCache().hitRate() == null) {
      return;
    }
    double hits = server.prefixCache().hitRate();
    if (hits > TOLERATED_CACHE_HITS) {
      worsen(
          Verdict.VALID,
          "%.0f %% of the prompt tokens were in the server's prefix cache, more than %.0f %%: prompts"
              + " that it has seen before are answered sooner than new ones",
          hits * 100,
          TOLERATED_CACHE_HITS * 100);
    }
  }

  private void percentilesHaveSamples() {
    long count = figures.counted(Counter.SUCCEEDED);
    PERCENTILES.forEach(
        (name, percent) -> {
          if (count > 0 && count < Latency.least(percent)) {
            worsen(
                Verdict.VALID,
                "not measured: %s of %d requests: it takes %d or more",
                name,
                count,
                Latency.least(percent));
          }
        });
  }

  private void absencesAreExplained(Workload workload, SteadyPart steady) {
    if (figures.counted(Counter.SUCCEEDED) == 0) {
      return;
    }
    absence(Figure.TTFT, "ttft_ms, tpot_ms and itl_ms: the answers were not streamed");
    if (figures.histogram(Figure.TTFT).getTotalCount() > 0) {
      absence(Figure.ITL, "itl_ms: the server does not say how many tokens a chunk carries");
    }
    absence(Figure.SERVER_QUEUE, "server_ms: the server sends no per-request metrics");
    if (!workload.hasSlo()) {
      worsen(Verdict.VALID, "not measured: goodput: the workload names no slo");
    }
    if (steady.absence() != null) {
      worsen(Verdict.VALID, "not measured: steady: %s", steady.absence());
    }
  }

  private void absence(Figure figure, String what) {
    if (figures.histogram(figure).getTotalCount() == 0) {
      worsen(Verdict.VALID, "not measured: %s", what);
    }
  }

  private double toleratedLagMs() {
    double medianTtftMs = figures.histogram(Figure.TTFT).getValueAtPercentile(50) / NANOS_PER_MILLI;
    return Math.max(TOLERATED_LAG_MS, TOLERATED_LAG_SHARE * medianTtftMs);
  }

  private void worsen(Verdict to, String sentence, Object... values) {
    verdict = verdict.or(to);
    reasons.add(String.format(Locale.ROOT, sentence, values));
  }
}
