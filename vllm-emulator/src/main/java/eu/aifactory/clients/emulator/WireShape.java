package eu.aifactory.clients.emulator;

import java.util.List;
import java.util.Optional;

/**
 * How the events of one answer are put on the wire.
 *
 * @param commentEvery a comment before each so-many-th event, 0 for none
 * @param eventsPerWrite events that wait for one another
 */
record WireShape(
    boolean crlf,
    boolean noSpace,
    int commentEvery,
    boolean splitCharacters,
    boolean splitEvents,
    long gapNanos,
    int eventsPerWrite,
    boolean done,
    Vocabulary.Mode text,
    Optional<Fault> breakage) {

  static final int ALL_THAT_IS_DUE = Integer.MAX_VALUE;

  private static final double NANOS_PER_MILLI = 1e6;

  static WireShape plain(boolean coalesced) {
    int eventsPerWrite = coalesced ? ALL_THAT_IS_DUE : 1;
    return new WireShape(
        false,
        false,
        0,
        false,
        false,
        0,
        eventsPerWrite,
        true,
        Vocabulary.Mode.VARIED,
        Optional.empty());
  }

  static WireShape of(List<Fault> faults, boolean coalesced) {
    if (faults.isEmpty()) {
      return plain(coalesced);
    }
    boolean splitCharacters = find(faults, FaultKind.SPLIT_UTF8).isPresent();
    boolean splitEvents = find(faults, FaultKind.SPLIT_EVENTS).isPresent();
    Vocabulary.Mode text =
        splitCharacters
            ? Vocabulary.Mode.WIDE
            : find(faults, FaultKind.EMPTY_CONTENT).isPresent()
                ? Vocabulary.Mode.THREE_PART_EMOJI
                : Vocabulary.Mode.VARIED;
    double gapMillis =
        find(faults, splitCharacters ? FaultKind.SPLIT_UTF8 : FaultKind.SPLIT_EVENTS)
            .map(Fault::gapMillis)
            .orElse(0.0);
    int together = coalesced ? ALL_THAT_IS_DUE : 1;
    return new WireShape(
        find(faults, FaultKind.CRLF).isPresent(),
        find(faults, FaultKind.NO_SPACE).isPresent(),
        find(faults, FaultKind.COMMENTS).map(Fault::per).orElse(0),
        splitCharacters,
        splitEvents,
        Math.round(gapMillis * NANOS_PER_MILLI),
        splitCharacters || splitEvents
            ? 1
            : find(faults, FaultKind.MERGE_EVENTS).map(Fault::per).orElse(together),
        find(faults, FaultKind.NO_DONE).isEmpty(),
        text,
        faults.stream().filter(fault -> fault.kind().breaksStream()).findFirst());
  }

  static Optional<Fault> find(List<Fault> faults, FaultKind kind) {
    return faults.stream().filter(fault -> fault.kind() == kind).findFirst();
  }
}
