package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.records.RecordFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aif records}. */
@Command(
    name = "records",
    mixinStandardHelpOptions = true,
    description = "Prints what each request of a group's latest run was like, a line each.")
final class RecordsCommand implements Callable<Integer> {
  @Mixin private GroupId id;
  @Mixin private ServiceOption service;

  @Option(names = "--run", paramLabel = "RUN", description = "Another run than the latest.")
  private String run;

  @Option(
      names = "--format",
      paramLabel = "ndjson|csv",
      description = "How they are told (default: as FILE ends, else ndjson).")
  private String format;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes them there.")
  private Path out;

  private final Terminal terminal;

  RecordsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    RecordFormat wanted = format();
    if (out == null) {
      print(wanted);
    } else {
      ResultJson.requireWritable("--out", out);
      save(wanted);
    }
    return ExitCode.FINE;
  }

  private RecordFormat format() {
    if (format == null) {
      return out == null
          ? RecordFormat.NDJSON
          : RecordFormat.ofFile(out.toString()).orElse(RecordFormat.NDJSON);
    }
    return RecordFormat.named(format)
        .orElseThrow(
            () ->
                CommandFailure.wrong("--format must be ndjson or csv, not %s.".formatted(format)));
  }

  private void print(RecordFormat wanted) throws InterruptedException {
    try {
      fetch(wanted, terminal.out());
    } catch (IOException e) {
      throw CommandFailure.failed("the records broke off: " + Sentence.ended(e.getMessage()), e);
    }
    terminal.out().flush();
  }

  /** Whole or not at all: a file that lacks records looks like one that has them. */
  private void save(RecordFormat wanted) throws InterruptedException {
    Path growing = out.resolveSibling(out.getFileName() + ".new");
    try {
      try (OutputStream to = Files.newOutputStream(growing)) {
        fetch(wanted, to);
      }
      Files.move(growing, out, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the records cannot be written to %s: %s"
              .formatted(out, Sentence.ended(String.valueOf(e.getMessage()))),
          e);
    } finally {
      BenchRecords.remove(growing);
    }
  }

  private void fetch(RecordFormat wanted, OutputStream to)
      throws IOException, InterruptedException {
    try (ServiceClient client = service.client()) {
      RecordDownload download = client.records(id.value(), Optional.ofNullable(run), wanted);
      download.copyTo(to);
      download
          .incomplete()
          .ifPresent(
              agents -> terminal.say("aif: records may be missing of the agents " + agents + "."));
    }
  }
}
