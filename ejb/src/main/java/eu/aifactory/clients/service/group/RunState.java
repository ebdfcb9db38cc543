package eu.aifactory.clients.service.group;

import java.util.List;
import java.util.stream.Stream;

/** How a run stands. */
public enum RunState {
  /** Agents make themselves ready. */
  PREPARING,
  /** The instant to start is agreed. */
  RUNNING,
  COMPLETED,
  FAILED;

  static List<RunState> thatAreInHand() {
    return Stream.of(values()).filter(state -> !state.isTerminal()).toList();
  }

  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED;
  }
}
