package eu.aifactory.clients.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says what is wrong with what a workload sends: prompts, answers asked for, classes. */
final class PromptsCheck {
  static final int MOST_TOKENS = 10_000_000;
  private static final int MOST_TURNS = 1000;
  private static final double DAY_SECONDS = 86_400;
  private static final int MOST_CLASSES = 64;
  private static final int LONGEST_NAME = 64;
  private static final double MOST_WEIGHT = 1e9;
  private static final double MOST_SPEED = 1e6;
  private static final int MOST_GROUPS = 1_000_000;
  private static final Set<String> FILE_FORMATS = Set.of("sharegpt", "jsonl", "csv", "text");
  private static final Set<String> SOURCES =
      Set.of(
          Workload.Prompts.SHIPPED,
          Workload.Prompts.FILE,
          Workload.Prompts.SYNTHETIC,
          Workload.Prompts.TRACE);
  private static final Set<String> EXACT =
      Set.of(Workload.Prompts.TOKEN_IDS, Workload.Prompts.TOKENIZE, Workload.Prompts.INEXACT);

  private final List<String> problems = new ArrayList<>();

  private PromptsCheck() {}

  /** The faults of prompts and output. */
  static List<String> problems(Workload workload) {
    PromptsCheck check = new PromptsCheck();
    check.prompts("workload.prompts", workload);
    check.trace(workload);
    check.output("workload.output", workload.output());
    return check.problems;
  }

  /** The faults of the classes, but for their limits. */
  static List<String> classProblems(Workload workload) {
    PromptsCheck check = new PromptsCheck();
    check.classes(workload);
    return check.problems;
  }

  private void trace(Workload workload) {
    if (!Workload.Load.TRACE.equals(workload.load().kind())) {
      return;
    }
    if (!Workload.Prompts.TRACE.equals(workload.prompts().source())) {
      problems.add(
          "workload.load.kind is \"trace\", and workload.prompts.source is \"%s\""
              .formatted(workload.prompts().source()));
    }
    if (!workload.classes().isEmpty()) {
      problems.add("workload.load.kind is \"trace\", and workload.classes are given");
    }
  }

  private void classes(Workload workload) {
    if (workload.classes().size() > MOST_CLASSES) {
      problems.add(
          "workload.classes has %d classes, more than %d"
              .formatted(workload.classes().size(), MOST_CLASSES));
      return;
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < workload.classes().size(); i++) {
      WorkloadClass part = workload.classes().get(i);
      String member = "workload.classes[" + i + "]";
      if (part.name() == null || part.name().isBlank() || part.name().length() > LONGEST_NAME) {
        problems.add(
            "%s.name must be a text of 1 to %d characters".formatted(member, LONGEST_NAME));
      } else if (!names.add(part.name())) {
        problems.add("%s.name \"%s\" is another class's, too".formatted(member, part.name()));
      }
      if (!(part.weight() > 0 && part.weight() <= MOST_WEIGHT)) {
        problems.add(
            "%s.weight must be more than 0 and at most %.0f, not %s"
                .formatted(member, MOST_WEIGHT, part.weight()));
      }
      members(member, part, workload.of(part));
    }
  }

  private void members(String member, WorkloadClass part, Workload whole) {
    if (part.api() != null) {
      oneOf(member + ".api", part.api(), Set.of(Workload.API_CHAT, Workload.API_COMPLETIONS));
    }
    if (part.prompts() != null) {
      prompts(member + ".prompts", whole);
    }
    if (part.output() != null) {
      output(member + ".output", part.output());
    }
  }

  private void prompts(String member, Workload workload) {
    Workload.Prompts prompts = workload.prompts();
    if (!SOURCES.contains(prompts.source())) {
      oneOf(member + ".source", prompts.source(), SOURCES);
      return;
    }
    file(member, prompts);
    if (prompts.areMadeUp()) {
      madeUp(member, workload);
    } else {
      forbid(member, prompts, "input_tokens", prompts.inputTokens());
      forbid(member, prompts, "shared_prefix", prompts.sharedPrefix());
      forbid(member, prompts, "exact", prompts.exact());
    }
    speed(member, prompts);
    if (prompts.conversations() != null) {
      conversations(member, prompts);
    }
  }

  private void speed(String member, Workload.Prompts prompts) {
    Double speed = prompts.speed();
    if (!Workload.Prompts.TRACE.equals(prompts.source())) {
      forbid(member, prompts, "speed", speed);
    } else if (speed != null && !(speed > 0 && speed <= MOST_SPEED)) {
      problems.add(
          "%s.speed must be more than 0 and at most %.0f, not %s"
              .formatted(member, MOST_SPEED, speed));
    }
  }

  private void file(String member, Workload.Prompts prompts) {
    boolean trace = Workload.Prompts.TRACE.equals(prompts.source());
    boolean file = trace || Workload.Prompts.FILE.equals(prompts.source());
    if (!file) {
      forbid(member, prompts, "path", prompts.path());
      forbid(member, prompts, "format", prompts.format());
      return;
    }
    if (prompts.path() == null || prompts.path().isBlank()) {
      problems.add(
          "%s.path is missing, and %s.source is \"%s\""
              .formatted(member, member, prompts.source()));
    }
    if (prompts.format() != null) {
      oneOf(
          member + ".format",
          prompts.format().toLowerCase(Locale.ROOT),
          trace ? Workload.Prompts.TRACE_FORMATS : FILE_FORMATS);
    }
  }

  private void madeUp(String member, Workload workload) {
    Workload.Prompts prompts = workload.prompts();
    if (Workload.Prompts.TRACE.equals(prompts.source())) {
      forbid(member, prompts, "input_tokens", prompts.inputTokens());
      forbid(member, prompts, "shared_prefix", prompts.sharedPrefix());
      forbid(member, prompts, "conversations", prompts.conversations());
    } else if (prompts.inputTokens() == null) {
      problems.add(
          "%s.input_tokens is missing, and %s.source is \"synthetic\"".formatted(member, member));
    } else {
      tokens(member + ".input_tokens", prompts.inputTokens());
    }
    if (prompts.sharedPrefix() != null) {
      sharedPrefix(member + ".shared_prefix", prompts.sharedPrefix());
    }
    oneOf(member + ".exact", prompts.exact(), EXACT);
    boolean ids = Workload.Prompts.TOKEN_IDS.equals(prompts.exact());
    if (ids && Workload.API_CHAT.equals(workload.api())) {
      problems.add(
          "%s.exact is \"token_ids\", and the API chat takes no token ids: use completions"
              .formatted(member));
    }
    if (Workload.SERVER_AI.equals(workload.server())
        && !Workload.Prompts.INEXACT.equals(prompts.exact())) {
      problems.add(
          "%s.exact is \"%s\", and an AI server's own API knows neither token ids nor /tokenize:"
                  .formatted(member, prompts.exact())
              + " use \"none\"");
    }
  }

  private void sharedPrefix(String member, Workload.SharedPrefix prefix) {
    if (prefix.tokens() == null || prefix.tokens() < 1 || prefix.tokens() > MOST_TOKENS) {
      problems.add(
          "%s.tokens must be 1 to %d, not %s".formatted(member, MOST_TOKENS, prefix.tokens()));
    }
    if (prefix.groups() < 1 || prefix.groups() > MOST_GROUPS) {
      problems.add(
          "%s.groups must be 1 to %d, not %s".formatted(member, MOST_GROUPS, prefix.groups()));
    }
  }

  private void conversations(String member, Workload.Prompts prompts) {
    Workload.Conversations given = prompts.conversations();
    String path = member + ".conversations";
    if (given.turns() != null) {
      problems.addAll(DistributionCheck.problems(path + ".turns", given.turns(), 1, MOST_TURNS));
    } else if (Workload.Prompts.SYNTHETIC.equals(prompts.source())) {
      problems.add("%s.turns is missing, and %s.source is \"synthetic\"".formatted(path, member));
    }
    if (given.thinkSeconds() != null) {
      problems.addAll(
          DistributionCheck.problems(
              path + ".think_seconds", given.thinkSeconds(), 0, DAY_SECONDS));
    }
  }

  private void output(String member, Workload.Output output) {
    Integer most = output.maxTokens();
    if (output.tokens() != null) {
      tokens(member + ".tokens", output.tokens());
      if (most != null) {
        problems.add("%s.max_tokens is given, and %s.tokens, too".formatted(member, member));
      }
    } else if (most < 1 || most > MOST_TOKENS) {
      problems.add("%s.max_tokens must be 1 to %d, not %d".formatted(member, MOST_TOKENS, most));
    }
    minTokens(member, output);
    double temperature = output.temperature();
    if (!(temperature >= 0 && temperature <= 2)) {
      problems.add("%s.temperature must be 0 to 2, not %s".formatted(member, temperature));
    }
  }

  private void minTokens(String member, Workload.Output output) {
    Integer least = output.minTokens();
    int most = output.maxTokens() == null ? MOST_TOKENS : output.maxTokens();
    if (least != null && (least < 0 || least > most)) {
      problems.add(
          "%s.min_tokens must be 0 to max_tokens (%d), not %d".formatted(member, most, least));
    }
  }

  private void tokens(String member, Distribution given) {
    problems.addAll(DistributionCheck.problems(member, given, 1, MOST_TOKENS));
  }

  private void forbid(String member, Workload.Prompts prompts, String name, Object given) {
    if (given != null) {
      problems.add(
          "%s.%s is given, and %s.source is \"%s\""
              .formatted(member, name, member, prompts.source()));
    }
  }

  private void oneOf(String member, String value, Set<String> known) {
    if (!known.contains(value)) {
      problems.add(
          "%s must be one of %s, not \"%s\""
              .formatted(member, String.join(", ", known.stream().sorted().toList()), value));
    }
  }
}
