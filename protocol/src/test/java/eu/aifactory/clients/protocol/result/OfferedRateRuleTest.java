package eu.aifactory.clients.protocol.result;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import org.junit.jupiter.api.Test;

/** Loads of 100 requests per second for 30 s, of two agents, on no clock at all. */
class OfferedRateRuleTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final Workload.Load LOAD =
      Workload.Load.of(Workload.Load.CONSTANT).rate(100.0).duration(30.0).build();

  private final VerdictReasons reasons = new VerdictReasons();

  @Test
  void aLoadThatKeepsUpIsWhatWasAskedFor() {
    new OfferedRateRule(null, reasons).judge("the load", LOAD, agents(0, 1.0));

    assertThat(reasons.sentences()).isEmpty();
  }

  /** However late by as much, the same number a second goes out: that is the send lag's matter. */
  @Test
  void aLoadThatIsLateByAsMuchThroughoutIsNotSlower() {
    new OfferedRateRule(null, reasons).judge("the load", LOAD, agents(400_000, 1.0));

    assertThat(reasons.sentences()).isEmpty();
  }

  @Test
  void aLoadThatFallsBehindIsLimitedByTheClient() {
    new OfferedRateRule(null, reasons).judge("stage 3", LOAD, agents(0, 0.9));

    assertThat(reasons.verdict()).isEqualTo(Verdict.CLIENT_LIMITED);
    assertThat(reasons.sentences())
        .singleElement()
        .asString()
        .startsWith("stage 3 offered 90.")
        .contains(
            " of 100.0 intended requests per second: of 3000 that were due in it, 291",
            " were sent after its end and 0 never; less than 98 %");
  }

  @Test
  void saysThatItsOwnLimitMayHaveHeldItBack() {
    new OfferedRateRule(8, reasons).judge("the load", LOAD, agents(0, 0.9));

    assertThat(reasons.sentences())
        .singleElement()
        .asString()
        .endsWith("; its own max_in_flight of 8 may have held them back");
  }

  @Test
  void whatWasNeverSentWasNotOffered() {
    Figures figures = agents(0, 1.0);
    for (int i = 0; i < 300; i++) {
      figures.dueAt(START + i * 100_000L);
      figures.count(Counter.INTENDED, 1);
    }

    new OfferedRateRule(null, reasons).judge("the load", LOAD, figures);

    assertThat(reasons.verdict()).isEqualTo(Verdict.CLIENT_LIMITED);
    assertThat(reasons.sentences())
        .singleElement()
        .asString()
        .contains("of 3300 that were due in it, 0 were sent after its end and 300 never");
  }

  @Test
  void whoCannotBeReachedIsNotTheClientsFault() {
    Figures figures = agents(0, 1.0);
    for (int i = 0; i < 300; i++) {
      figures.dueAt(START + i * 100_000L);
      figures.countError(i % 2 == 0 ? "connect" : "tls");
    }

    new OfferedRateRule(null, reasons).judge("the load", LOAD, figures);

    assertThat(reasons.sentences()).isEmpty();
  }

  /** The last burst has the time until the next one would come. */
  @Test
  void aBurstIsSentInTimeUntilTheNext() {
    Workload.Load bursts =
        Workload.Load.of(Workload.Load.BURST)
            .burst(new Workload.Burst(100, 2.0))
            .duration(5.0)
            .build();
    for (long lastSend : new long[] {1_500_000, 2_500_000}) {
      Figures figures = new Figures();
      for (int i = 0; i < 300; i++) {
        long due = START + i / 100 * 2_000_000L;
        figures.dueAt(due);
        figures.sentAt(due + i % 100 * lastSend / 99);
        figures.count(Counter.SENT, 1);
      }
      new OfferedRateRule(null, reasons).judge("the load", bursts, figures);
      assertThat(reasons.sentences()).hasSize(lastSend > 2_000_000 ? 1 : 0);
    }
  }

  /**
   * @param lateMicros of each send
   * @param speed requests go out this many times as fast as they are due
   */
  private static Figures agents(long lateMicros, double speed) {
    Figures sum = new Figures();
    for (int rank = 0; rank < 2; rank++) {
      Figures one = new Figures();
      for (int i = rank; i < 3000; i += 2) {
        one.dueAt(START + i * 10_000L);
        one.sentAt(START + Math.round(i * 10_000L / speed) + lateMicros);
        one.count(Counter.INTENDED, 1);
        one.count(Counter.SENT, 1);
      }
      sum.addAgent(Figures.of(one.toParts()));
    }
    return sum;
  }
}
