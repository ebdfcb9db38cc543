package eu.aifactory.clients.cli;

import eu.aifactory.clients.load.LoadRun;
import eu.aifactory.clients.load.PreparationException;
import eu.aifactory.clients.load.bench.BenchRun;
import eu.aifactory.clients.load.client.AiServerException;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadCheck;
import eu.aifactory.clients.protocol.result.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aif bench}: the load engine in this process, without a service. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Puts load on an AI server from this process alone and judges the result.")
final class BenchCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 16;
  private static final List<String> IN_THE_FILE =
      List.of(
          "--duration", "--requests", "--model", "--api", "--max-tokens", "--prompts", "--seed");

  @Option(names = "--target", required = true, paramLabel = "URL", description = "The AI server.")
  private String target;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask for (default: the first that the server lists).")
  private String model;

  @Option(
      names = "--api",
      defaultValue = Workload.API_CHAT,
      paramLabel = "chat|completions",
      description = "Which API to use (default: ${DEFAULT-VALUE}).")
  private String api;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description =
          "Clients; each sends its next request when the last has ended. Of requests that arrive:"
              + " connections opened beforehand (default: "
              + CONNECTIONS
              + ").")
  private Integer clients;

  @ArgGroup(multiplicity = "0..1")
  private Length length = new Length();

  @Mixin private LoadOptions shape;

  @Option(
      names = "--workload",
      paramLabel = "FILE",
      description = "A workload in JSON, in place of the options that make one up.")
  private Path workloadFile;

  @Option(
      names = "--max-tokens",
      defaultValue = "" + Workload.Output.DEFAULT_MAX_TOKENS,
      paramLabel = "N",
      description = "Most tokens of an answer (default: ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      description = "Prompts: ShareGPT JSON, JSONL, CSV or text (default: the shipped ones).")
  private Path prompts;

  @Option(
      names = "--seed",
      defaultValue = "" + Workload.DEFAULT_SEED,
      paramLabel = "N",
      description = "From which every random choice derives (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result document there.")
  private Path json;

  @Option(
      names = "--records",
      paramLabel = "FILE",
      description = "Writes a record of each request there; FILE ends in .ndjson or .csv.")
  private Path records;

  @Option(
      names = "--token-times",
      description = "Each record also has the time and the tokens of each chunk.")
  private boolean tokenTimes;

  @Spec private CommandSpec spec;

  private final Terminal terminal;

  /** How long a run lasts. */
  static final class Length {
    @Option(
        names = "--duration",
        paramLabel = "S",
        converter = Seconds.Converter.class,
        description = "For how long requests are sent: 30, 30s, 2m, 1h.")
    private Seconds duration;

    @Option(names = "--requests", paramLabel = "N", description = "How many requests are sent.")
    private Long requests;
  }

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Workload workload = workload();
    if (json != null) {
      ResultJson.requireWritable("--json", json);
    }
    Optional<BenchRecords> kept = Optional.ofNullable(records).map(BenchRecords::in);
    Result result = measure(workload, kept);
    terminal.print(ResultTable.of(result));
    if (json != null) {
      ResultJson.save(ResultJson.write(result), json);
      terminal.say("The result document is " + json.toAbsolutePath());
    }
    if (kept.isPresent()) {
      kept.get().write();
      terminal.say("The records are in " + records.toAbsolutePath());
    }
    return ExitCode.FINE;
  }

  private Result measure(Workload workload, Optional<BenchRecords> kept)
      throws InterruptedException {
    BenchRun run = new BenchRun(target, workload, clients(), "aif " + SoftwareVersion.text());
    kept.ifPresent(lines -> run.keepRecordsIn(lines.blocks()));
    AtomicBoolean underWay = new AtomicBoolean();
    try (ProgressLine line = new ProgressLine(terminal);
        Interruption.Instead stop = Interruption.instead(() -> end(run, underWay))) {
      line.step("asking %s what it serves ...".formatted(target));
      Result result =
          run.run(
              progress -> {
                underWay.set(true);
                show(line, progress);
              });
      if (stop.happened()) {
        line.clear();
        terminal.say("aif: stopped early; these are the figures up to then.");
      }
      return result;
    } catch (AiServerException e) {
      throw CommandFailure.unusable(Sentence.ended(e.getMessage()), e);
    } catch (PreparationException e) {
      throw CommandFailure.wrong(Sentence.ended(e.getMessage()));
    }
  }

  /** What was measured is worth a result; before that there is nothing to wait for. */
  private static boolean end(BenchRun run, AtomicBoolean underWay) {
    if (underWay.get()) {
      run.stop("stopped by the user");
    }
    return underWay.get();
  }

  private static void show(ProgressLine line, LoadRun.Progress progress) {
    line.update(
        "%.0f s: %d sent, %d succeeded, %d failed, %d in flight"
            .formatted(
                progress.elapsedSeconds(),
                progress.sent(),
                progress.succeeded(),
                progress.failed(),
                progress.inFlight()));
  }

  private int clients() {
    return clients == null ? CONNECTIONS : clients;
  }

  private Workload workload() {
    Amounts.require("--clients", clients());
    requireFine(WorkloadCheck.addressProblems("--target", target));
    if (tokenTimes && records == null) {
      throw CommandFailure.wrong("--token-times is given, and --records is not.");
    }
    return recorded(workloadFile == null ? workloadOfOptions() : workloadOfFile());
  }

  /** Records are kept where the command line names a file for them, and nowhere else. */
  private Workload recorded(Workload workload) {
    boolean kept = records != null;
    Workload.Records asked = workload.records();
    return workload.withRecords(
        new Workload.Records(kept, kept && (tokenTimes || asked.tokenTimes()), asked.maxBytes()));
  }

  /** What the file leaves to the command line: where to, and with how many clients. */
  private Workload workloadOfFile() {
    List<String> others = new ArrayList<>(shape.given());
    for (String option : IN_THE_FILE) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        others.add(option);
      }
    }
    if (!others.isEmpty()) {
      throw CommandFailure.wrong(
          "--workload holds the whole workload: %s cannot be given beside it."
              .formatted(String.join(", ", others)));
    }
    Workload workload = WorkloadFile.read(workloadFile).withServerAddr(target);
    if (clients == null && !workload.load().isOpen()) {
      throw CommandFailure.wrong("--clients is missing: how many of them take part?");
    }
    return workload;
  }

  private Workload workloadOfOptions() {
    if (clients == null && !shape.isOpen()) {
      throw CommandFailure.wrong(
          "--clients is missing: it takes clients, or a --rate at which requests arrive.");
    }
    boolean hasLength = length.duration != null || length.requests != null;
    if (hasLength == shape.hasStages()) {
      throw CommandFailure.wrong(
          hasLength
              ? "--duration and --requests cannot be given beside --stages: each has its own time."
              : "--duration or --requests is missing: how long shall it last?");
    }
    if (prompts != null && !Files.isReadable(prompts)) {
      throw CommandFailure.wrong("--prompts %s cannot be read: is it there?".formatted(prompts));
    }
    Double seconds = length.duration == null ? null : length.duration.value();
    Workload workload =
        new Workload(
            null,
            target,
            null,
            api,
            model,
            shape.load(seconds, length.requests),
            new Workload.Prompts(
                null, null, prompts == null ? null : prompts.toAbsolutePath().toString()),
            new Workload.Output(maxTokens, null, null, null),
            shape.slo(),
            null,
            seed,
            null);
    requireFine(
        WorkloadCheck.problems(workload).stream().map(BenchCommand::inWordsOfOptions).toList());
    return workload;
  }

  private static void requireFine(List<String> problems) {
    if (!problems.isEmpty()) {
      throw CommandFailure.wrong(problems.getFirst() + ".");
    }
  }

  private static String inWordsOfOptions(String problem) {
    return problem
        .replace("workload.api", "--api")
        .replace("workload.model", "--model")
        .replace("workload.load.rate", "--rate")
        .replace("workload.load.burstiness", "the K of --arrival gamma:K")
        .replace("workload.load.ramp.to", "the end of --ramp")
        .replace("workload.load.ramp.curve", "the curve of --ramp")
        .replace("workload.load.ramp", "--ramp")
        .replace("workload.load.burst.size", "the number of --burst")
        .replace("workload.load.burst.every_seconds", "the time of --burst")
        .replace("workload.load.warmup_seconds", "--warmup")
        .replace("workload.load.max_in_flight", "--max-in-flight")
        .replace("workload.load.sweep", "--sweep")
        .replace("workload.load.search", "--search")
        .replace("workload.load.stages", "--stages")
        .replace("workload.load.stop.error_share", "--stop-error-share")
        .replace("workload.load.stop.errors", "--stop-errors")
        .replace("workload.load.stop.over_saturation", "--stop-over-saturation")
        .replace("workload.load.duration_seconds", "--duration")
        .replace("workload.load.requests", "--requests")
        .replace("workload.output.max_tokens", "--max-tokens");
  }
}
