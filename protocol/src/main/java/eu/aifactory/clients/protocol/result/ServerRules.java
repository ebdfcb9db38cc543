package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.Optional;

/** Whether the server counted what we counted, and whether our prompts were new to it. */
final class ServerRules {
  /** Templates of chats are alike; more hits than these come of prompts sent again. */
  static final double TOLERATED_CACHE_HITS = 0.5;

  private final Workload workload;
  private final Figures figures;
  private final ServerMetrics server;
  private final TokenLedger ledger;
  private final VerdictReasons reasons;

  /**
   * @param server or {@code null} when its counters were not read
   */
  ServerRules(
      Workload workload,
      Figures figures,
      ServerMetrics server,
      TokenLedger ledger,
      VerdictReasons reasons) {
    this.workload = workload;
    this.figures = figures;
    this.server = server;
    this.ledger = ledger;
    this.reasons = reasons;
  }

  void judge() {
    tokensAgree();
    ledger.mismatches().forEach(why -> reasons.worsen(Verdict.DEGRADED, "%s", why));
    promptsWereNew();
  }

  private void tokensAgree() {
    long mismatches = figures.counted(Counter.TOKEN_MISMATCHES);
    if (mismatches > 0) {
      reasons.worsen(
          Verdict.DEGRADED,
          "in %d answers the chunks' own token counts do not add up to the server's usage",
          mismatches);
    }
    long withoutUsage = figures.counted(Counter.WITHOUT_USAGE);
    if (withoutUsage > 0) {
      reasons.worsen(
          Verdict.DEGRADED,
          "%d answers carried no usage: tokens are counted by chunks, and prompt tokens are unknown",
          withoutUsage);
    }
  }

  /** Who means to send what the server knows is told that it does; who does not, is warned. */
  private void promptsWereNew() {
    if (server == null || server.prefixCache() == null || server.prefixCache().hitRate() == null) {
      return;
    }
    double hits = server.prefixCache().hitRate();
    if (hits <= TOLERATED_CACHE_HITS) {
      return;
    }
    Optional<String> design = PromptDesign.repetition(workload);
    if (design.isPresent()) {
      reasons.say(
          "%.0f %% of the prompt tokens were in the server's prefix cache, as the workload has it: %s",
          hits * 100, design.get());
    } else {
      reasons.say(
          "%.0f %% of the prompt tokens were in the server's prefix cache, more than %.0f %%: prompts"
              + " that it has seen before are answered sooner than new ones",
          hits * 100, TOLERATED_CACHE_HITS * 100);
    }
  }
}
