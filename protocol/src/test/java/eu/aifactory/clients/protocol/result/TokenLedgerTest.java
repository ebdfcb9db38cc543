package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLedgerTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_000 * SECOND;

  /** 10,000 tokens received: 10 of them are one in a thousand. */
  @ParameterizedTest
  @CsvSource({
    // failed, lost, server, match
    "0, 0, 10000, true",
    "0, 0, 9990, true",
    "0, 0, 9989, false",
    "0, 0, 10010, true",
    "0, 0, 10011, false",
    // two failed of at most 100 tokens, of which 50 had come: 150 more are possible
    "2, 50, 10211, true",
    "2, 50, 10212, false",
    "2, 50, 10039, true",
    "2, 50, 10038, false"
  })
  void toleratesWhatIsInFlightAndNoMore(long failed, long lost, double server, boolean match) {
    Figures figures = figures(failed, lost);

    TokenLedger ledger = ledger(figures, looks(look(-1, 500), look(70, 500 + server)));

    assertThat(ledger.block().client()).isEqualTo(10_000 + lost);
    assertThat(ledger.block().server()).isEqualTo((long) server);
    assertThat(ledger.block().match()).isEqualTo(match);
    assertThat(ledger.mismatches().isEmpty()).isEqualTo(match);
  }

  /** 20,000 prompt tokens sent: 20 of them are one in a thousand. */
  @ParameterizedTest
  @CsvSource({
    // failed, preempted, server, match
    "0, 0, 20000, true",
    "0, 0, 19980, true",
    "0, 0, 19979, false",
    "0, 0, 20020, true",
    "0, 0, 20021, false",
    // how long the prompts of failed requests were is not known, nor what was read twice
    "2, 0, 90000, true",
    "0, 1, 90000, true",
    "2, 1, 19979, false"
  })
  void holdsThePromptsAgainstTheServersToo(
      long failed, double preempted, double server, boolean match) {
    Figures figures = figures(failed, 0);
    figures.count(Counter.PROMPT_TOKENS, 20_000);

    TokenLedger ledger =
        ledger(figures, looks(prompts(-1, 700, 3), prompts(70, 700 + server, 3 + preempted)));

    assertThat(ledger.block().prompt())
        .isEqualTo(new FigureBlock.PromptLedger(20_000L, (long) server, match));
    assertThat(ledger.mismatches()).isEqualTo(match ? List.of() : List.of(sentence((long) server)));
  }

  private static String sentence(long server) {
    return "the server counted "
        + server
        + " prompt tokens and this run sent 20000: "
        + (server < 20_000
            ? "its counters are those of another instance, or of one among several"
            : "another client loaded it at the same time");
  }

  @Test
  void aServerThatDoesNotCountPromptsIsNoMismatch() {
    TokenLedger ledger = ledger(figures(0, 0), looks(look(-1, 0), look(70, 10_000)));

    assertThat(ledger.block().prompt()).isEqualTo(new FigureBlock.PromptLedger(0L, null, null));
    assertThat(ledger.mismatches()).isEmpty();
  }

  @Test
  void comparesWithTheLastLookBeforeTheRun() {
    TokenLedger ledger =
        ledger(figures(0, 0), looks(look(-9, 0), look(-1, 700), look(30, 5_000), look(70, 10_700)));

    assertThat(ledger.block().match()).isTrue();
  }

  @Test
  void saysWhyThereIsNothingToCompareWith() {
    Figures figures = figures(0, 0);

    assertThat(ledger(figures, looks()).absence())
        .contains("the server's counters were not read both before and after the run");
    assertThat(ledger(figures, looks(look(-1, 0), new ServerSample(0, 0, null, "404"))).absence())
        .contains("404");
    assertThat(ledger(figures, looks(look(1, 0), look(70, 10_000))).absence())
        .contains("the server's counters were not read both before and after the run");
    assertThat(ledger(figures, looks(look(-1, 0), look(50, 9_000))).absence())
        .contains("the server's counters were not read after the last answer");
    assertThat(ledger(figures, looks(look(-1, 20_000), look(70, 10_000))).absence())
        .contains("the server's counters fell during the run: it was started anew");
    figures.count(Counter.WITHOUT_USAGE, 1);
    assertThat(ledger(figures, looks(look(-1, 0), look(70, 10_000))).absence())
        .contains("not every answer carried the server's own count");
  }

  @Test
  void whatALostAgentReceivedIsNotKnown() {
    AgentFigures lost =
        new AgentFigures("a", null, null, null, new Figures(), null, AgentFigures.LOST, "gone");

    TokenLedger ledger =
        TokenLedger.of(figures(0, 0), List.of(lost), looks(look(-1, 0), look(70, 20_000)), 100);

    assertThat(ledger.block().match()).isNull();
    assertThat(ledger.absence()).contains("what a lost agent received is not known");
  }

  @Test
  void meansComeFromTheSumsOverTheRunAlone() {
    ServerMetrics metrics =
        looks(
                sample(
                    -1,
                    Map.of(
                        ServerLooks.GENERATED,
                        0.0,
                        "request_queue_time_seconds_sum",
                        100.0,
                        "request_queue_time_seconds_count",
                        10.0,
                        "prefix_cache_queries_total",
                        50.0,
                        "prefix_cache_hits_total",
                        50.0,
                        "num_requests_waiting",
                        0.0)),
                sample(
                    70,
                    Map.of(
                        ServerLooks.GENERATED,
                        10_000.0,
                        "request_queue_time_seconds_sum",
                        101.0,
                        "request_queue_time_seconds_count",
                        14.0,
                        "prefix_cache_queries_total",
                        150.0,
                        "prefix_cache_hits_total",
                        75.0,
                        "num_requests_waiting",
                        6.0)))
            .metrics();

    assertThat(metrics.meanMs().queue()).isEqualTo(250.0);
    assertThat(metrics.meanMs().prefill()).isNull();
    assertThat(metrics.prefixCache().hitRate()).isEqualTo(0.25);
    assertThat(metrics.waiting()).isEqualTo(new ServerMetrics.Gauge(3.0, 6.0));
    assertThat(metrics.running()).isNull();
    assertThat(metrics.seconds()).isEqualTo(71.0);
  }

  private static Figures figures(long failed, long lost) {
    Figures figures = new Figures();
    figures.count(Counter.SUCCEEDED, 100);
    figures.count(Counter.COMPLETION_TOKENS, 10_000);
    figures.count(Counter.FAILED, failed);
    figures.count(Counter.LOST_TOKENS, lost);
    figures.sentAt(START);
    figures.endedAt(START + 60 * SECOND);
    return figures;
  }

  private static TokenLedger ledger(Figures figures, ServerLooks looks) {
    return TokenLedger.of(figures, List.of(), looks, 100);
  }

  private static ServerLooks looks(ServerSample... samples) {
    return new ServerLooks(List.of(samples), START);
  }

  private static ServerSample look(long seconds, double generated) {
    return sample(seconds, Map.of(ServerLooks.GENERATED, generated));
  }

  /** A look that sees all 10,000 generated tokens after the run. */
  private static ServerSample prompts(long seconds, double prompted, double preempted) {
    return sample(
        seconds,
        Map.of(
            ServerLooks.GENERATED,
            seconds < 0 ? 0 : 10_000.0,
            ServerLooks.PROMPTED,
            prompted,
            ServerLooks.PREEMPTIONS,
            preempted));
  }

  private static ServerSample sample(long seconds, Map<String, Double> values) {
    long at = START + seconds * SECOND;
    return new ServerSample(at, at, values, null);
  }
}
