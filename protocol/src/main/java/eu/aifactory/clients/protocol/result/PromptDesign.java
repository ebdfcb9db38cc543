package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.WorkloadClass;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a server may well have seen before what a workload's prompts begin with. */
final class PromptDesign {
  /** These name no blocks of prompts. */
  private static final Set<String> TRACES_OF_LENGTHS = Set.of("azure", "burstgpt");

  private PromptDesign() {}

  /** Half a sentence, of all classes; empty where each prompt is new from its first token on. */
  static Optional<String> repetition(Workload workload) {
    boolean own =
        workload.classes().isEmpty()
            || workload.classes().stream().anyMatch(part -> part.prompts() == null);
    Stream<Workload.Prompts> all =
        Stream.concat(
            own ? Stream.of(workload.prompts()) : Stream.empty(),
            workload.classes().stream().map(WorkloadClass::prompts).filter(Objects::nonNull));
    String why =
        all.map(PromptDesign::repetition)
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.joining(", and "));
    return why.isEmpty() ? Optional.empty() : Optional.of(why);
  }

  private static Optional<String> repetition(Workload.Prompts prompts) {
    if (prompts.conversations() != null) {
      return Optional.of("each turn of a conversation begins with the turns before it");
    }
    if (!prompts.areMadeUp()) {
      return Optional.of("prompts of a file are drawn again and again");
    }
    if (prompts.sharedPrefix() != null) {
      return Optional.of(
          "synthetic prompts share a prefix of %d tokens"
              .formatted(prompts.sharedPrefix().tokens()));
    }
    boolean ofBlocks =
        Workload.Prompts.TRACE.equals(prompts.source())
            && (prompts.format() == null || !TRACES_OF_LENGTHS.contains(prompts.format()));
    return ofBlocks
        ? Optional.of("prompts of a trace share the blocks that it names")
        : Optional.empty();
  }
}
