package eu.aifactory.clients.service.agent;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Heartbeat;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** One client process that registered for a group. */
@Entity
@Table(name = "agent")
public class Agent {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Version private long version;

  @Column(name = "group_pk")
  private long groupPk;

  private String name;

  @Column(name = "agent_rank")
  private int rank;

  private String address;

  @Column(name = "call_address")
  private String callAddress;

  private String node;

  @Enumerated(EnumType.STRING)
  private AgentState state;

  @Column(name = "num_clients")
  private int numClients;

  @Column(name = "registered_at")
  private long registeredAt;

  @Column(name = "last_heartbeat")
  private long lastHeartbeat;

  @Column(name = "clock_offset_ms")
  private Double clockOffsetMs;

  protected Agent() {
    // for the container
  }

  Agent(
      long groupPk,
      String name,
      int rank,
      int numClients,
      Connect connect,
      CallAddress callAddress,
      Instant now) {
    this.groupPk = groupPk;
    this.name = name;
    this.rank = rank;
    this.address = connect.clientAddress();
    this.callAddress = callAddress.stored();
    this.node = connect.node();
    this.state = AgentState.READY;
    this.numClients = numClients;
    this.registeredAt = now.toEpochMilli();
    this.lastHeartbeat = now.toEpochMilli();
  }

  /** Nobody comes back from being lost: the run has gone on, or ended, without it. */
  public void heard(Heartbeat heartbeat, Instant now) {
    if (state == AgentState.LOST) {
      return;
    }
    heard(now);
    state = "RUNNING".equals(heartbeat.state()) ? AgentState.RUNNING : AgentState.READY;
    if ("STOPPING".equals(heartbeat.state())) {
      state = AgentState.STOPPED;
    }
    clockOffsetMs = heartbeat.clockOffsetMs() == null ? clockOffsetMs : heartbeat.clockOffsetMs();
  }

  public void heard(Instant now) {
    lastHeartbeat = now.toEpochMilli();
    if (state == AgentState.SUSPECT) {
      state = AgentState.READY;
    }
  }

  void suspected() {
    state = AgentState.SUSPECT;
  }

  void lost() {
    state = AgentState.LOST;
  }

  void stopped() {
    state = AgentState.STOPPED;
  }

  public String name() {
    return name;
  }

  public long groupPk() {
    return groupPk;
  }

  public int rank() {
    return rank;
  }

  /** Where it listens, as it announced it. */
  public String address() {
    return address;
  }

  /**
   * Where it may be called, and with what.
   *
   * @param commandKey of its job, or {@code null} for an agent that no job started
   */
  public AgentAddress called(String commandKey) {
    return new AgentAddress(
        address, CallAddress.ofStored(callAddress).of(address).orElse(null), commandKey);
  }

  public String node() {
    return node;
  }

  public AgentState state() {
    return state;
  }

  public int numClients() {
    return numClients;
  }

  public Instant lastHeartbeat() {
    return Instant.ofEpochMilli(lastHeartbeat);
  }

  public Double clockOffsetMs() {
    return clockOffsetMs;
  }
}
