package eu.aifactory.clients.service.group;

import java.util.EnumSet;
import java.util.Set;

/** The life of a client group. The arrows are the only legal changes. */
public enum GroupState {
  /** Stored; nothing was submitted yet. */
  REQUESTED,
  /** The intent to submit is stored; the job may exist. Back from here when nothing was sent. */
  SUBMITTING,
  /**
   * The dispatcher's answer was lost; the job may exist, and is looked for by its name. Back from
   * here when the answer comes after all and says that nothing was sent.
   */
  SUBMIT_UNKNOWN,
  /** The job waits for nodes. */
  QUEUED,
  /** The job runs; not all agents have registered. */
  STARTING,
  /** All agents have registered. */
  READY,
  /** A run is in progress. */
  RUNNING,
  /** The last run has its result; the agents may still be there for another. */
  COMPLETED,
  FAILED,
  TIMED_OUT,
  CANCELLED;

  private static final Set<GroupState> ENDS = EnumSet.of(FAILED, TIMED_OUT, CANCELLED);

  /** The states that may follow. */
  public Set<GroupState> next() {
    return switch (this) {
      case REQUESTED -> or(SUBMITTING);
      case SUBMITTING -> or(REQUESTED, SUBMIT_UNKNOWN, QUEUED);
      case SUBMIT_UNKNOWN -> or(REQUESTED, SUBMITTING, QUEUED);
      case QUEUED -> or(STARTING);
      case STARTING -> or(READY);
      case READY -> or(RUNNING);
      case RUNNING -> or(COMPLETED);
      case COMPLETED -> or(READY);
      case FAILED, TIMED_OUT, CANCELLED -> EnumSet.noneOf(GroupState.class);
    };
  }

  public boolean canBecome(GroupState other) {
    return next().contains(other);
  }

  /** Whether nothing follows any more. */
  public boolean isTerminal() {
    return ENDS.contains(this);
  }

  /** The states after which nothing follows. */
  static Set<GroupState> ends() {
    return EnumSet.copyOf(ENDS);
  }

  /** Whether the group still wants a job and is not known to have one. */
  public boolean isBeforeJob() {
    return this == REQUESTED || this == SUBMITTING || this == SUBMIT_UNKNOWN;
  }

  private static Set<GroupState> or(GroupState... onward) {
    Set<GroupState> states = EnumSet.copyOf(ENDS);
    states.addAll(Set.of(onward));
    return states;
  }
}
