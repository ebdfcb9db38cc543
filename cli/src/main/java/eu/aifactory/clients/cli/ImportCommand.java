package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import eu.aifactory.clients.protocol.result.Result;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aif import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Turns a result of vllm bench serve, guidellm or aiperf into one of ours.")
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSON as the tool has written it.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the document there and shows it as a table (default: prints it).")
  private Path out;

  @Option(
      names = "--benchmark",
      paramLabel = "N",
      description = "Which benchmark of a guidellm file with several, from 1.")
  private int benchmark;

  private final Terminal terminal;

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (benchmark < 0) {
      throw CommandFailure.wrong("--benchmark must be 1 or more, not %d.".formatted(benchmark));
    }
    if (out != null) {
      ResultJson.requireWritable("--out", out);
    }
    String document = ResultJson.write(imported());
    if (out == null) {
      terminal.out().print(document);
      terminal.out().flush();
    } else {
      ResultJson.save(document, out);
      terminal.print(ResultTable.of(ResultJson.read(document)));
    }
    return ExitCode.FINE;
  }

  private Result imported() {
    try {
      return ResultFile.imported(file, benchmark);
    } catch (UnfitComparisonException e) {
      throw CommandFailure.wrong(Sentence.ended(e.getMessage()));
    }
  }
}
