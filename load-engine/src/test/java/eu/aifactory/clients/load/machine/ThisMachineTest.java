package eu.aifactory.clients.load.machine;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisMachineTest {
  @TempDir Path folder;

  @Test
  void saysWhatItIs() {
    Machine here = ThisMachine.read();

    assertThat(here.os()).startsWith(System.getProperty("os.name") + " ");
    assertThat(here.cores()).isPositive();
    assertThat(here.memoryMb()).isGreaterThan(100);
    assertThat(here.java()).isEqualTo(Runtime.version().toString());
  }

  @Test
  void readsTheProcessorsName() throws IOException {
    Path file = folder.resolve("cpuinfo");
    Files.writeString(file, "processor\t: 0\nmodel name\t: AMD EPYC: 7H12\n\nprocessor\t: 1\n");

    assertThat(ThisMachine.processor(file)).isEqualTo("AMD EPYC: 7H12");
    assertThat(ThisMachine.processor(folder.resolve("none"))).isNull();
    Files.writeString(file, "processor\t: 0\nCPU part\t: 0xd40\n");
    assertThat(ThisMachine.processor(file)).isNull();
  }
}
