package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFiguresTest {
  private static final Workload.Slo NO_SLO = new Workload.Slo(null, null, null, null);

  @Test
  void followsTheFormulae() {
    Figures figures = new Figures();
    Answer answer = answer();
    answer.event(ms(110));
    answer.chunk(ms(120), 1);
    answer.chunk(ms(150), 3);
    answer.chunk(ms(160), 1);
    answer.usage(9, 5);
    answer.serverTimes(4, 11);
    answer.settle();

    new AnswerFigures(NO_SLO).add(figures, answer, ms(90), ms(100), ms(105));

    assertOne(figures, Figure.HEADERS, 5);
    assertOne(figures, Figure.FIRST_EVENT, 10);
    assertOne(figures, Figure.TTFT, 20);
    assertOne(figures, Figure.TTFT_SCHEDULED, 30);
    assertOne(figures, Figure.E2E, 60);
    assertOne(figures, Figure.E2E_SCHEDULED, 70);
    assertOne(figures, Figure.TPOT, 10);
    assertOne(figures, Figure.SERVER_QUEUE, 4);
    assertOne(figures, Figure.SERVER_PREFILL, 11);
    assertOne(figures, Figure.NETWORK, 5);
    assertThat(figures.histogram(Figure.CHUNK_GAP).getTotalCount()).isEqualTo(2);
    assertThat(figures.histogram(Figure.ITL).getTotalCount()).isEqualTo(4);
    assertThat(figures.histogram(Figure.ITL).getCountAtValue(Figures.LOWEST_NANOS)).isEqualTo(2);
    assertThat(figures.counted(Counter.PROMPT_TOKENS)).isEqualTo(9);
    assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(5);
    assertThat(figures.counted(Counter.TOKEN_CHUNKS)).isEqualTo(3);
  }

  private static void assertOne(Figures figures, Figure figure, long millis) {
    assertThat(figures.histogram(figure).getTotalCount()).as(figure.name()).isEqualTo(1);
    assertThat(figures.histogram(figure).getMean() / 1e6)
        .as(figure.name())
        .isCloseTo(millis, org.assertj.core.data.Percentage.withPercentage(0.1));
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    Figures figures = new Figures();
    Answer answer = answer();
    answer.chunkOfUnknownCount(ms(120), true, false);
    answer.chunkOfUnknownCount(ms(130), true, true);
    answer.settle();

    new AnswerFigures(NO_SLO).add(figures, answer, ms(100), ms(100), ms(105));

    assertThat(figures.histogram(Figure.ITL).getTotalCount()).isZero();
    assertThat(figures.histogram(Figure.CHUNK_GAP).getTotalCount()).isEqualTo(1);
    assertThat(figures.histogram(Figure.SERVER_QUEUE).getTotalCount()).isZero();
    assertThat(figures.counted(Counter.WITHOUT_USAGE)).isEqualTo(1);
    assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    // due at 90, chunks at 120, 150, 160; 5 tokens
    "30,,,, 1",
    "29.9,,,, 0",
    ",10,,, 1",
    ",9.9,,, 0",
    ",,30,, 1",
    ",,29.9,, 0",
    ",,,70, 1",
    ",,,69.9, 0",
    "30,10,30,70, 1",
    "30,10,30,69.9, 0"
  })
  void judgesOnTheScheduledClock(Double ttft, Double tpot, Double itl, Double e2e, long good) {
    Figures figures = new Figures();
    Answer answer = answer();
    answer.chunk(ms(120), 1);
    answer.chunk(ms(150), 3);
    answer.chunk(ms(160), 1);
    answer.usage(9, 5);
    answer.settle();

    new AnswerFigures(new Workload.Slo(ttft, tpot, itl, e2e))
        .add(figures, answer, ms(90), ms(100), ms(105));

    assertThat(figures.counted(Counter.GOOD)).isEqualTo(good);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16})
  void addUpToTheSameOverAnyNumberOfAgents(int agents) {
    AnswerFigures formulae = new AnswerFigures(new Workload.Slo(500.0, null, null, null));
    Random random = new Random(11);
    Figures single = new Figures();
    List<Figures> shares = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      shares.add(new Figures());
    }

    for (int request = 0; request < 500; request++) {
      long seed = random.nextLong();
      add(formulae, single, seed);
      add(formulae, shares.get(random.nextInt(agents)), seed);
    }
    Figures merged = new Figures();
    shares.forEach(share -> merged.addAgent(Figures.of(share.toParts())));

    assertThat(merged.toParts().counters()).isEqualTo(single.toParts().counters());
    for (Figure figure : Figure.values()) {
      assertThat(merged.histogram(figure)).as(figure.name()).isEqualTo(single.histogram(figure));
    }
  }

  private static void add(AnswerFigures formulae, Figures to, long seed) {
    Random random = new Random(seed);
    Answer answer = answer();
    long sent = random.nextInt(1_000_000);
    long now = sent + random.nextInt(1_000_000_000);
    answer.event(now);
    int chunks = 1 + random.nextInt(50);
    long tokens = 0;
    for (int i = 0; i < chunks; i++) {
      int carried = 1 + random.nextInt(3);
      tokens += carried;
      answer.chunk(now, carried);
      now += random.nextInt(50_000_000);
    }
    answer.usage(random.nextInt(1000), tokens);
    answer.settle();
    formulae.add(to, answer, sent - random.nextInt(1000), sent, sent + 1000);
  }

  private static Answer answer() {
    Answer answer = new Answer();
    answer.begin();
    answer.streamed();
    return answer;
  }

  private static long ms(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
