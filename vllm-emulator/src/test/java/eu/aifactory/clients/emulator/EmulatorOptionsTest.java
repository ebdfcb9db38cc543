package eu.aifactory.clients.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorOptionsTest {
  @Test
  void anEmptyCommandLineGivesTheDefaults() {
    EmulatorOptions options = EmulatorOptions.parse();

    assertThat(options).isEqualTo(EmulatorOptions.defaults());
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(8000);
    assertThat(options.keepAlive()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.truthCapacity()).isZero();
  }

  @Test
  void readsValuesAfterASpaceOrAnEqualsSign() {
    EmulatorOptions options =
        EmulatorOptions.parse(
            "--port",
            "9000",
            "--itl-ms=2.5",
            "--burst",
            "--fault",
            "stall,after=2,share=0.5",
            "--role-chunk=at-admission",
            "--enable-prompt-tokens-details");

    assertThat(options.port()).isEqualTo(9000);
    assertThat(options.betweenTokens()).isEqualTo(Duration.ofNanos(2_500_000));
    assertThat(options.burst()).isTrue();
    assertThat(options.roleChunk()).isEqualTo(EmulatorOptions.RoleChunk.AT_ADMISSION);
    assertThat(options.wire().promptTokensDetails()).isTrue();
    assertThat(options.wire().perRequestMetrics()).isFalse();
    assertThat(options.faults()).hasSize(1);
    assertThat(options.faults().getFirst().share()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=seventy | seventy",
        "--port=70000 | 70000",
        "--ttft-ms=-1 | -1",
        "--itl-ms=NaN | NaN",
        "--max-num-seqs=0 | 0",
        "--role-chunk=never | never",
        "--colour=blue | --colour=blue",
        "--burst=yes | --burst",
        "--port | --port",
        "--fault=flood | flood",
        "--fault=stall,after | after",
        "--fault=status,code=99 | 99",
      })
  void aWrongOptionIsOneSentenceThatNamesIt(String option, String named) {
    assertThatThrownBy(() -> EmulatorOptions.parse(option))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining(named)
        .message()
        .doesNotContain("\n")
        .endsWith(".");
  }

  @Test
  void theProgramSaysWhatIsWrongAndHowItEnded() throws InterruptedException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    int exit =
        EmulatorMain.run(new PrintStream(errors), new PrintStream(errors), "--port", "minus");

    assertThat(exit).isEqualTo(2);
    assertThat(errors.toString().lines()).hasSize(1).first().asString().contains("minus");
  }

  @Test
  void aPortInUseIsOneSentence() throws InterruptedException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (VllmEmulator first = VllmEmulator.start(EmulatorOptions.parse("--port", "0"))) {
      int exit =
          EmulatorMain.run(
              new PrintStream(errors),
              new PrintStream(errors),
              "--port",
              Integer.toString(first.port()));

      assertThat(exit).isEqualTo(3);
      assertThat(errors.toString().lines())
          .singleElement()
          .asString()
          .isEqualTo("Cannot listen on 127.0.0.1:%d: the port is in use.".formatted(first.port()));
    }
  }
}
