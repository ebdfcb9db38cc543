package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCheckTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/bin");

  @Test
  void findsNoFaultWithAProperJob() {
    assertThat(JobCheck.fault(Jobs.plain())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"800M, 800", "4G, 4096", "1T, 1048576", "1, 1", "1025K, 2", "4GB, 4096", "2g, 2048"})
  void readsMemoryAsSbatchDoes(String memory, long megabytes) {
    assertThat(JobCheck.megabytes(memory)).isEqualTo(megabytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "4 G", "lots", "4G; rm", "1e3"})
  void refusesWhatIsNoAmountOfMemory(String memory) {
    assertThatThrownBy(() -> JobCheck.megabytes(memory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + memory + "\"");
  }

  @ParameterizedTest
  @CsvSource({"PT1S, 1", "PT60S, 1", "PT60.001S, 2", "PT61S, 2", "PT24H, 1440"})
  void roundsTheTimeLimitUpToMinutes(Duration limit, long minutes) {
    assertThat(JobCheck.minutes(limit)).isEqualTo(minutes);
  }

  @Test
  void neverLetsATokenIntoAJob() {
    assertThat(JobCheck.fault(job("n", Map.of("SLURM_JWT", "secret"), Path.of("/tmp"))))
        .hasValueSatisfying(s -> assertThat(s).contains("token").doesNotContain("secret"));
  }

  @Test
  void namesWhatIsWrong() {
    assertThat(JobCheck.fault(job("n", Map.of(), Path.of("/tmp"))))
        .get()
        .asString()
        .contains("environment");
    assertThat(JobCheck.fault(job("n", Map.of("A B", "x"), Path.of("/tmp"))))
        .get()
        .asString()
        .contains("\"A B\"");
    assertThat(JobCheck.fault(job("a\nb", ENVIRONMENT, Path.of("/tmp"))))
        .get()
        .asString()
        .contains("name", "a b");
    assertThat(JobCheck.fault(job("n", ENVIRONMENT, Path.of("tmp"))))
        .get()
        .asString()
        .contains("\"tmp/");
    assertThat(JobCheck.fault(job("n", ENVIRONMENT, Path.of("/tmp/%j"))))
        .get()
        .asString()
        .contains("%");
  }

  @Test
  void namesTheOptionThatIsWrong() {
    assertThat(JobCheck.fault(Jobs.with(options(0, null, null)))).get().asString().contains("cpus");
    assertThat(JobCheck.fault(Jobs.with(options(1, "much", null))))
        .get()
        .asString()
        .contains("memory");
    assertThat(JobCheck.fault(Jobs.with(options(1, "1G", 0)))).get().asString().contains("nodes");
  }

  private static JobOptions options(Integer cpus, String memory, Integer nodes) {
    return new JobOptions(null, null, null, null, null, null, cpus, memory, nodes, null);
  }

  private static SlurmJob job(String name, Map<String, String> environment, Path folder) {
    return new SlurmJob(
        name,
        null,
        "#!/bin/bash\n",
        environment,
        folder,
        folder.resolve("out"),
        folder.resolve("err"),
        Duration.ofMinutes(1),
        1,
        JobOptions.none());
  }
}
