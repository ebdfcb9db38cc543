package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.compare.Comparing;
import eu.aifactory.clients.protocol.compare.Comparison;
import eu.aifactory.clients.protocol.compare.ComparisonOptions;
import eu.aifactory.clients.protocol.compare.DifferentLoadsException;
import eu.aifactory.clients.protocol.compare.ResultDocument;
import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aif compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Says whether results are worse than others; the exit code is the verdict.",
    footer = {"", "Exit codes: 0 PASS, 4 REGRESSED, 5 INCONCLUSIVE."})
final class CompareCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..2",
      paramLabel = "BASE WITH",
      description =
          "Result files (of aif, vllm bench serve, guidellm, aiperf), groups, runs or baselines;"
              + " repeats with commas between them.")
  private List<String> both = List.of();

  @Option(names = "--base", paramLabel = "RESULTS", description = "What is compared with.")
  private String base;

  @Option(names = "--with", paramLabel = "RESULTS", description = "What may have become worse.")
  private String with;

  @Option(
      names = "--tolerance",
      paramLabel = "P",
      description =
          "How much worse is still PASS: 5%% (the default) for all, ttft_ms.p99=10%% for one.")
  private List<String> tolerances = List.of();

  @Option(
      names = "--figures",
      split = ",",
      paramLabel = "NAME",
      description = "Compares these alone: ttft_ms.p99, or ttft_ms for all of its figures.")
  private List<String> figures = List.of();

  @Option(
      names = "--run-spread",
      paramLabel = "P",
      description = "How much a run differs from its repeat where that is not known (1%%).")
  private String runSpread;

  @Option(names = "--force", description = "Compares different loads all the same.")
  private boolean force;

  @Option(names = "--json", description = "Prints the comparison as a document.")
  private boolean json;

  @Mixin private ServiceOption service;

  private final Terminal terminal;

  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> sides = sides();
    Comparison comparison = compare(sides.get(0), sides.get(1));
    terminal.print(
        json ? Wire.READABLE.toJson(comparison).strip() : ComparisonTable.of(comparison));
    return switch (comparison.verdict()) {
      case PASS -> ExitCode.FINE;
      case REGRESSED -> ExitCode.REGRESSED;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
    };
  }

  private Comparison compare(String base, String with) throws InterruptedException {
    try {
      ComparisonOptions options = ComparisonOptions.of(tolerances, figures, runSpread, force);
      ResultSource source = new ResultSource(service);
      List<ResultDocument> before = source.read(base);
      return Comparing.compare(before, source.read(with), options);
    } catch (UnfitComparisonException e) {
      throw CommandFailure.wrong(Sentence.ended(e.getMessage()));
    } catch (DifferentLoadsException e) {
      throw CommandFailure.wrong(e.getMessage() + ". With --force they are compared all the same.");
    }
  }

  private List<String> sides() {
    List<String> sides = new ArrayList<>(both);
    if (base != null) {
      sides.addFirst(base);
    }
    if (with != null) {
      sides.addLast(with);
    }
    if (sides.size() != 2) {
      throw CommandFailure.wrong(
          "two sides are compared, BASE and WITH, and %d given.".formatted(sides.size()));
    }
    return sides;
  }
}
