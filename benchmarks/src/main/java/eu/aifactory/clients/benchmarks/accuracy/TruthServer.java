package eu.aifactory.clients.benchmarks.accuracy;

import eu.aifactory.clients.benchmarks.CommandLoop;
import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.VllmEmulator;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The emulator in a process of its own. Orders: {@code start TTFT_MS ITL_MS SEATS} tells its port;
 * {@code compare FILE} holds the records in the file against the truth of the run and forgets it;
 * {@code arrivals MILLIS} tells the dispersion of the arrivals since the last order and forgets.
 */
final class TruthServer {
  private static final int MOST_RECORDS = 200_000;

  private VllmEmulator emulator;

  private TruthServer() {}

  public static void main(String[] args) throws IOException {
    TruthServer server = new TruthServer();
    CommandLoop.run(server::carryOut);
  }

  private String carryOut(String verb, String[] words) throws IOException {
    return switch (verb) {
      case "start" -> start(words[1], words[2], words[3]);
      case "compare" -> {
        String errors = ChunkErrors.of(Path.of(words[1]), emulator.truth().records()).line();
        emulator.truth().clear();
        yield errors;
      }
      case "arrivals" -> {
        String dispersion =
            Dispersion.of(emulator.truth().records(), Long.parseLong(words[1])).line();
        emulator.truth().clear();
        yield dispersion;
      }
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private String start(String ttftMs, String itlMs, String seats) {
    if (emulator != null) {
      emulator.close();
    }
    emulator =
        VllmEmulator.start(
            EmulatorOptions.parse(
                "--port",
                "0",
                "--truth",
                "--truth-capacity",
                String.valueOf(MOST_RECORDS),
                "--ttft-ms",
                ttftMs,
                "--itl-ms",
                itlMs,
                "--max-num-seqs",
                seats));
    return String.valueOf(emulator.port());
  }
}
