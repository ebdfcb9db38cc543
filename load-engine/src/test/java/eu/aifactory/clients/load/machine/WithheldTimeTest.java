package eu.aifactory.clients.load.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithheldTimeTest {
  @TempDir Path dir;

  @Test
  void stealIsThatOfOneProcessorOnAverage() throws IOException {
    Path stat =
        write(
            "stat",
            """
            cpu  549317 15925 51132 613677 1148 0 3382 483 0 0
            cpu0 274000 8000 25000 306000 600 0 1700 240 0 0
            cpu1 275317 7925 26132 307677 548 0 1682 243 0 0
            intr 1 2 3 4 5 6 7 8 9
            """);

    assertThat(new StolenTime(stat).millis()).isEqualTo(2415.0);
  }

  @Test
  void stealIsNotKnownWhereTheKernelDoesNotTell() throws IOException {
    assertThat(new StolenTime(dir.resolve("nowhere")).millis()).isNull();
    assertThat(new StolenTime(write("old", "cpu  1 2 3 4 5 6 7\ncpu0 1 2 3 4 5 6 7\n")).millis())
        .isNull();
    assertThat(new StolenTime(write("odd", "cpu  1 2 3 4 5 6 7 x\ncpu0 1\n")).millis()).isNull();
    assertThat(new StolenTime(write("empty", "")).millis()).isNull();
  }

  /** Its own quota and its job's hold it up alike; the root has none. */
  @Test
  void throttlingIsThatOfTheGroupAndOfThoseAboveIt() throws IOException {
    Path own = write("own", "9:cpu:/other\n0::/job_5/step_0\n");
    write("groups/cpu.stat", "usage_usec 1\n");
    write("groups/job_5/cpu.stat", "usage_usec 9\nnr_throttled 3\nthrottled_usec 4500\n");
    write("groups/job_5/step_0/cpu.stat", "throttled_usec 250\nnr_bursts 0\n");
    write("groups/job_6/cpu.stat", "throttled_usec 999999\n");

    assertThat(new ThrottledTime(own, dir.resolve("groups")).millis()).isEqualTo(4.75);
  }

  @Test
  void throttlingIsNotKnownWithoutAQuota() throws IOException {
    Path own = write("own", "0::/\n");
    write("groups/cpu.stat", "usage_usec 1\n");

    assertThat(new ThrottledTime(own, dir.resolve("groups")).millis()).isNull();
    assertThat(new ThrottledTime(own, dir.resolve("nowhere")).millis()).isNull();
    assertThat(new ThrottledTime(dir.resolve("nowhere"), dir).millis()).isNull();
  }

  private Path write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
