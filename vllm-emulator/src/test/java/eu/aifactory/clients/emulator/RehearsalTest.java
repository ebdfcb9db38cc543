package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalTest {

  /** Whatever the real emulator is told, the rehearsal is of answers and not of errors. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--truth",
        "--api-key secret --role-chunk at-admission",
        "--fault reset --fault status,code=500",
        "--burst --nio",
        "--max-num-seqs 1 --max-model-len 8 --ttft-ms 60000"
      })
  void everyAnswerIsWhole(String options) throws InterruptedException {
    Rehearsal rehearsal = new Rehearsal(EmulatorOptions.parse(options.split(" ")));

    assertThat(rehearsal.run(Duration.ofMillis(50))).isPositive();
  }
}
