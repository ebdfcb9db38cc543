package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code aif emulator}: hands every option over to the emulator. */
@Command(
    name = "emulator",
    mixinStandardHelpOptions = false,
    description =
        "Runs the vLLM emulator, by default on port 8000; its options are in docs/cli.md.")
final class EmulatorCommand implements Callable<Integer> {
  @Unmatched private List<String> options = new ArrayList<>();

  private final Installation installation;

  EmulatorCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Process process = EmulatorProcess.builder(installation, options).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      EmulatorProcess.stop(process);
    }
  }
}
