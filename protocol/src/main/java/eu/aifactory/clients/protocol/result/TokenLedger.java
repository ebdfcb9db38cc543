package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.List;
import java.util.Optional;

/**
 * Our count of tokens beside the server's own; {@code docs/metrics.md}, "The token ledger". Both
 * are whole numbers of the same things: where every stream succeeded they are equal, and each
 * stream that failed leaves open what the server made of it after we heard the last.
 */
final class TokenLedger {
  /** The clocks of agents agree to this, and a look takes a moment. */
  private static final long TOLERATED_MICROS = 50_000;

  private final long generatedByUs;
  private final long promptedByUs;
  private final Optional<LedgerSide> generated;
  private final Optional<LedgerSide> prompted;
  private final Optional<String> absence;

  private TokenLedger(Figures all, ServerLooks looks, long mostTokens, Optional<String> absence) {
    this.absence = absence;
    generatedByUs = all.counted(Counter.COMPLETION_TOKENS) + all.counted(Counter.LOST_TOKENS);
    promptedByUs = all.counted(Counter.PROMPT_TOKENS);
    generated = absence.isPresent() ? Optional.empty() : generated(all, looks, mostTokens);
    prompted = absence.isPresent() ? Optional.empty() : prompted(all, looks);
  }

  /**
   * @param all figures of the run, its warm-up included
   * @param mostTokens of one answer
   */
  static TokenLedger of(
      Figures all, List<AgentFigures> agents, ServerLooks looks, long mostTokens) {
    return new TokenLedger(all, looks, mostTokens, whyNot(all, agents, looks));
  }

  private Optional<LedgerSide> generated(Figures all, ServerLooks looks, long mostTokens) {
    long failed = all.counted(Counter.FAILED);
    long open = Math.max(0, failed * mostTokens - all.counted(Counter.LOST_TOKENS));
    return looks
        .growth(ServerLooks.GENERATED)
        .map(
            server ->
                new LedgerSide("generated", "received", generatedByUs, server, Optional.of(open)));
  }

  /** How long the prompts of failed requests were nobody has told us; nor what was read twice. */
  private Optional<LedgerSide> prompted(Figures all, ServerLooks looks) {
    boolean whole =
        all.counted(Counter.FAILED) == 0
            && looks.growth(ServerLooks.PREEMPTIONS).filter(grown -> grown > 0).isEmpty();
    return looks
        .growth(ServerLooks.PROMPTED)
        .map(
            server ->
                new LedgerSide(
                    "prompt",
                    "sent",
                    promptedByUs,
                    server,
                    whole ? Optional.of(0L) : Optional.empty()));
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

  FigureBlock.Ledger block() {
    return new FigureBlock.Ledger(
        generatedByUs,
        generated.map(LedgerSide::server).orElse(null),
        generated.map(LedgerSide::match).orElse(null),
        new FigureBlock.PromptLedger(
            promptedByUs,
            prompted.map(LedgerSide::server).orElse(null),
            prompted.map(LedgerSide::match).orElse(null)));
  }

  /** What does not match, sentences. */
  List<String> mismatches() {
    return List.of(generated, prompted).stream()
        .flatMap(Optional::stream)
        .map(LedgerSide::mismatch)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Why there is nothing to compare with, a sentence. */
  Optional<String> absence() {
    return absence;
  }
}
