package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Our count of generated tokens beside the server's own; {@code docs/metrics.md}, "The token
 * ledger". Both are whole numbers of the same things: where every stream succeeded they are equal,
 * and each stream that failed leaves open what the server made of it after we heard the last.
 */
final class TokenLedger {
  /** A server's counters lag a moment behind what it sent. */
  static final double TOLERATED_SHARE = 0.001;

  /** The clocks of agents agree to this, and a look takes a moment. */
  private static final long TOLERATED_MICROS = 50_000;

  private final long client;
  private final Long server;
  private final Boolean match;
  private final Optional<String> mismatch;
  private final Optional<String> absence;

  private TokenLedger(
      long client,
      Long server,
      Boolean match,
      Optional<String> mismatch,
      Optional<String> absence) {
    this.client = client;
    this.server = server;
    this.match = match;
    this.mismatch = mismatch;
    this.absence = absence;
  }

  /**
   * @param all figures of the run, its warm-up included
   * @param mostTokens of one answer
   */
  static TokenLedger of(
      Figures all, List<AgentFigures> agents, ServerLooks looks, long mostTokens) {
    long client = all.counted(Counter.COMPLETION_TOKENS) + all.counted(Counter.LOST_TOKENS);
    Optional<String> absence = whyNot(all, agents, looks);
    if (absence.isPresent()) {
      return new TokenLedger(client, null, null, Optional.empty(), absence);
    }
    long server = looks.growth(ServerLooks.GENERATED).orElseThrow();
    long tolerance = Math.round(Math.ceil(client * TOLERATED_SHARE));
    long open =
        Math.max(0, all.counted(Counter.FAILED) * mostTokens - all.counted(Counter.LOST_TOKENS));
    Optional<String> mismatch = Optional.empty();
    if (server < client - tolerance) {
      mismatch =
          Optional.of(
              told(
                  "the server counted %d generated tokens and this run received %d: its counters"
                      + " are those of another instance, or of one among several",
                  server, client));
    } else if (server > client + tolerance + open) {
      mismatch =
          Optional.of(
              told(
                  "the server counted %d generated tokens and this run received %d%s: another"
                      + " client loaded it at the same time",
                  server,
                  client,
                  open == 0 ? "" : told(", its failed requests at most %d more", open)));
    }
    return new TokenLedger(client, server, mismatch.isEmpty(), mismatch, Optional.empty());
  }

  private static Optional<String> whyNot(
      Figures all, List<AgentFigures> agents, ServerLooks looks) {
    if (!looks.spanTheRun()) {
      return Optional.of(
          looks
              .fault()
              .orElse("the server's counters were not read both before and after the run"));
    }
    if (looks.fell()) {
      return Optional.of("the server's counters fell during the run: it was started anew");
    }
    if (agents.stream().anyMatch(agent -> AgentFigures.LOST.equals(agent.state()))) {
      return Optional.of("what a lost agent received is not known");
    }
    if (all.counted(Counter.WITHOUT_USAGE) > 0) {
      return Optional.of("not every answer carried the server's own count");
    }
    Long lastEnd = all.lastEndMicros();
    if (lastEnd != null && looks.lastAskedMicros() + TOLERATED_MICROS < lastEnd) {
      return Optional.of("the server's counters were not read after the last answer");
    }
    return Optional.empty();
  }

  private static String told(String sentence, Object... values) {
    return String.format(Locale.ROOT, sentence, values);
  }

  FigureBlock.Ledger block() {
    return new FigureBlock.Ledger(client, server, match);
  }

  /** What does not match, a sentence. */
  Optional<String> mismatch() {
    return mismatch;
  }

  /** Why there is nothing to compare with, a sentence. */
  Optional<String> absence() {
    return absence;
  }
}
