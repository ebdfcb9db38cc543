package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.Barrier;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.EnumSet;
import java.util.Set;

/** An agent's part in a run. */
@Entity
@Table(name = "run_participant")
public class RunParticipant {
  /** How far the agent is. */
  public enum State {
    /** The order is stored; whether the agent has it is not known. */
    ORDERED,
    /** It has asked at the barrier. */
    PREPARING,
    READY,
    COMPLETED,
    STOPPED,
    FAILED,
    LOST;

    static Set<State> ends() {
      return EnumSet.range(COMPLETED, LOST);
    }

    public boolean ended() {
      return compareTo(COMPLETED) >= 0;
    }
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Version private long version;

  @Column(name = "run_pk")
  private long runPk;

  private String agent;

  @Column(name = "agent_rank")
  private int rank;

  @Enumerated(EnumType.STRING)
  private State state;

  private String reason;
  private int stage;

  @Column(name = "stage_ready")
  private boolean stageReady;

  protected RunParticipant() {
    // for the container
  }

  RunParticipant(long runPk, String agent, int rank) {
    this.runPk = runPk;
    this.agent = agent;
    this.rank = rank;
    this.state = State.ORDERED;
  }

  /** How far an agent is that asks before the start. */
  static State at(Barrier barrier) {
    return barrier.ready() ? State.READY : State.PREPARING;
  }

  /** Goes on, never back: a message that comes late changes nothing. */
  void reached(State next) {
    if (next.compareTo(state) > 0 && !state.ended()) {
      state = next;
    }
  }

  /** It has ended all before this stage, and is prepared for it or not; never goes back either. */
  void standsBefore(int number, boolean ready) {
    if (number > stage) {
      stage = number;
      stageReady = false;
    }
    stageReady |= ready && number == stage;
  }

  /** Whether it has ended all before this stage. */
  boolean isBefore(int number) {
    return stage >= number;
  }

  boolean isReadyFor(int number) {
    return stage > number || (stage == number && stageReady);
  }

  void ended(State how, String why) {
    if (!state.ended()) {
      state = how;
      reason = why;
    }
  }

  public String agent() {
    return agent;
  }

  public int rank() {
    return rank;
  }

  public State state() {
    return state;
  }

  public String reason() {
    return reason;
  }
}
