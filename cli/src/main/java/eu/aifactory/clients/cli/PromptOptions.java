package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.Distribution;
import eu.aifactory.clients.protocol.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What requests send and how long answers may be: options that are part of a command. */
final class PromptOptions {
  /** All of them; for whom they would be too much. */
  static final List<String> NAMES =
      List.of(
          "--prompts",
          "--input-tokens",
          "--shared-prefix",
          "--exact",
          "--trace",
          "--trace-format",
          "--speed",
          "--turns",
          "--think",
          "--max-tokens",
          "--output-tokens",
          "--ignore-eos");

  private static final Pattern PREFIX = Pattern.compile("([0-9]{1,9})(?::([0-9]{1,9}))?");

  /** The members of a workload and the options that set them; longer names first. */
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("workload.prompts.input_tokens", "--input-tokens"),
          Map.entry("workload.prompts.shared_prefix", "--shared-prefix"),
          Map.entry("workload.prompts.conversations.turns", "--turns"),
          Map.entry("workload.prompts.conversations.think_seconds", "--think"),
          Map.entry("workload.prompts.format", "--trace-format"),
          Map.entry("workload.prompts.speed", "--speed"),
          Map.entry("workload.prompts.exact", "--exact"),
          Map.entry("workload.output.max_tokens", "--max-tokens"),
          Map.entry("workload.output.tokens", "--output-tokens"));

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      description = "Prompts: ShareGPT JSON, JSONL, CSV or text (default: the shipped ones).")
  private Path file;

  @Option(
      names = "--input-tokens",
      paramLabel = "DIST",
      converter = DistributionText.Converter.class,
      description = "Synthetic prompts of so many tokens: " + DistributionText.FORMS + ".")
  private Distribution inputTokens;

  @Option(
      names = "--shared-prefix",
      paramLabel = "TOKENS[:GROUPS]",
      description = "Synthetic prompts begin with one of GROUPS prefixes (default: 1).")
  private String sharedPrefix;

  @Option(
      names = "--exact",
      paramLabel = "token_ids|tokenize|none",
      description =
          "How synthetic lengths are kept (default: token_ids with completions, tokenize with"
              + " chat).")
  private String exact;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Sends the requests of a trace when they came, with their lengths.")
  private Path trace;

  @Option(
      names = "--trace-format",
      paramLabel = "mooncake|azure|burstgpt",
      description = "What the trace is (default: its first line tells).")
  private String traceFormat;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "How many times as fast as recorded the trace is replayed (default: 1).")
  private Double speed;

  @Option(
      names = "--turns",
      paramLabel = "DIST",
      converter = DistributionText.Converter.class,
      description = "Conversations of so many turns; of a file's, at most so many.")
  private Distribution turns;

  @Option(
      names = "--think",
      paramLabel = "DIST",
      converter = DistributionText.Converter.class,
      description = "Seconds between an answer and the next turn.")
  private Distribution think;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "Most tokens of an answer (default: " + Workload.Output.DEFAULT_MAX_TOKENS + ").")
  private Integer maxTokens;

  @Option(
      names = "--output-tokens",
      paramLabel = "DIST",
      converter = DistributionText.Converter.class,
      description = "Answers of so many tokens, drawn for each request.")
  private Distribution outputTokens;

  @Option(
      names = "--ignore-eos",
      negatable = true,
      fallbackValue = "true",
      paramLabel = "BOOLEAN",
      description =
          "Answers go on after their end (default: with --output-tokens and --trace, so that"
              + " lengths are exact).")
  private Boolean ignoreEos;

  /** Whether requests are to be sent when those of a trace came. */
  boolean replayTrace() {
    return trace != null;
  }

  /**
   * @throws CommandFailure when options exclude each other, or a file cannot be read
   */
  Workload.Prompts prompts() {
    if (file != null && (trace != null || inputTokens != null)) {
      throw CommandFailure.wrong(
          "--prompts and %s exclude each other."
              .formatted(trace == null ? "--input-tokens" : "--trace"));
    }
    if (trace != null && inputTokens != null) {
      throw CommandFailure.wrong("--trace and --input-tokens exclude each other.");
    }
    if (trace == null && (traceFormat != null || speed != null)) {
      throw CommandFailure.wrong(
          "%s is for --trace.".formatted(speed == null ? "--trace-format" : "--speed"));
    }
    Path path = trace == null ? file : trace;
    if (path != null && !Files.isReadable(path)) {
      throw CommandFailure.wrong(
          "%s %s cannot be read: is it there?"
              .formatted(trace == null ? "--prompts" : "--trace", path));
    }
    return new Workload.Prompts(
        trace == null ? null : Workload.Prompts.TRACE,
        traceFormat,
        path == null ? null : path.toAbsolutePath().toString(),
        inputTokens,
        prefix(),
        exact,
        speed,
        turns == null && think == null ? null : new Workload.Conversations(turns, think));
  }

  private Workload.SharedPrefix prefix() {
    if (sharedPrefix == null) {
      return null;
    }
    Matcher parts = PREFIX.matcher(sharedPrefix);
    if (!parts.matches()) {
      throw CommandFailure.wrong(
          "--shared-prefix must be TOKENS or TOKENS:GROUPS, not \"%s\".".formatted(sharedPrefix));
    }
    return new Workload.SharedPrefix(
        Integer.valueOf(parts.group(1)),
        parts.group(2) == null ? null : Integer.valueOf(parts.group(2)));
  }

  Workload.Output output() {
    return new Workload.Output(maxTokens, null, ignoreEos, null, outputTokens);
  }

  /** A sentence about a workload's member as one about the option. */
  static String inWordsOfOptions(String problem) {
    String told = problem;
    for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
      told = told.replace(option.getKey(), option.getValue());
    }
    return told;
  }
}
