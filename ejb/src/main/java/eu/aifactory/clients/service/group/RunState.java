package eu.aifactory.clients.service.group;

import java.util.EnumSet;
import java.util.Set;

/** How a run stands. */
public enum RunState {
  /** Agents make themselves ready. */
  PREPARING,
  /** The instant to start is agreed. */
  RUNNING,
  COMPLETED,
  FAILED;

  /** The states of a run that has not ended. */
  static Set<RunState> open() {
    return EnumSet.of(PREPARING, RUNNING);
  }

  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED;
  }
}
