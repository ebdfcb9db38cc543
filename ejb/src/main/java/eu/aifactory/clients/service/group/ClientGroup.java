package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentLoss;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.service.settings.WireText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One generation of a benchmark id: what was asked for, what is observed, and since when. Changes
 * by verbs that refuse what {@link GroupState} does not allow.
 */
@Entity
@Table(name = "client_group")
public class ClientGroup {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  @SequenceGenerator(name = "aif_seq", sequenceName = "aif_seq", allocationSize = 50)
  private Long pk;

  @Version private long version;

  @Column(name = "benchmark_id")
  private long benchmarkId;

  @Column(name = "live_benchmark_id")
  private Long liveBenchmarkId;

  @Column(name = "num_clients")
  private int numClients;

  @Column(name = "num_agents")
  private int numAgents;

  @Column(name = "time_limit_minutes")
  private int timeLimitMinutes;

  private String workload;

  @Column(name = "job_options")
  private String jobOptions;

  @Enumerated(EnumType.STRING)
  @Column(name = "on_agent_lost")
  private AgentLoss onAgentLost;

  private String owner;

  @Enumerated(EnumType.STRING)
  private GroupState state;

  @Column(name = "state_since")
  private long stateSince;

  private String reason;

  @Enumerated(EnumType.STRING)
  private Desired desired;

  @Column(name = "created_at")
  private long createdAt;

  private Long deadline;

  @Column(name = "ai_service")
  private String aiService;

  @Column(name = "correlation_id")
  private String correlationId;

  protected ClientGroup() {
    // for the container
  }

  ClientGroup(long benchmarkId, GroupOrder order, String owner, String correlationId, Instant now) {
    this.benchmarkId = benchmarkId;
    this.liveBenchmarkId = benchmarkId;
    this.numClients = order.numClients();
    this.numAgents = order.numAgents();
    this.timeLimitMinutes = order.timeLimitMinutes();
    this.workload = WireText.write(order.workload());
    this.jobOptions = WireText.write(order.jobOptions());
    this.onAgentLost = order.onAgentLost();
    this.owner = owner;
    this.state = GroupState.REQUESTED;
    this.stateSince = now.toEpochMilli();
    this.desired = Desired.RUN;
    this.createdAt = now.toEpochMilli();
    this.correlationId = correlationId;
  }

  /**
   * Goes to another state.
   *
   * @throws IllegalTransitionException when the table has no such arrow; nothing was changed
   */
  void become(GroupState next, String why, Instant now) {
    if (!state.canBecome(next)) {
      throw new IllegalTransitionException(
          "group %d is %s and cannot become %s".formatted(benchmarkId, state, next));
    }
    state = next;
    stateSince = now.toEpochMilli();
    reason = why;
  }

  /** Says why it stays where it is. */
  void waits(String why) {
    reason = why;
  }

  /** Wants it gone: from now on nobody can ask for it, and its id is free. */
  void delete() {
    desired = Desired.DELETED;
    liveBenchmarkId = null;
  }

  /** The job has begun to run: the limit counts from here, once. */
  void began(Instant now) {
    if (deadline == null) {
      deadline = now.plus(timeLimit()).toEpochMilli();
    }
  }

  void serviceSetUp(AiService service) {
    aiService = WireText.write(service);
  }

  void serviceReleased() {
    aiService = null;
  }

  public Long pk() {
    return pk;
  }

  public long benchmarkId() {
    return benchmarkId;
  }

  public int numClients() {
    return numClients;
  }

  public int numAgents() {
    return numAgents;
  }

  public Duration timeLimit() {
    return Duration.ofMinutes(timeLimitMinutes);
  }

  public Workload workload() {
    return WireText.read(workload, Workload.class);
  }

  /** What its job asks of the cluster. */
  public JobOptions jobOptions() {
    return jobOptions == null ? JobOptions.none() : WireText.read(jobOptions, JobOptions.class);
  }

  /** What becomes of its runs when an agent is lost. */
  public AgentLoss onAgentLost() {
    return onAgentLost;
  }

  public String owner() {
    return owner;
  }

  public GroupState state() {
    return state;
  }

  public Instant stateSince() {
    return Instant.ofEpochMilli(stateSince);
  }

  public String reason() {
    return reason;
  }

  public Desired desired() {
    return desired;
  }

  public Instant createdAt() {
    return Instant.ofEpochMilli(createdAt);
  }

  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline).map(Instant::ofEpochMilli);
  }

  /** The service that a run of this group set up and that has not been released. */
  public Optional<AiService> aiService() {
    return Optional.ofNullable(aiService).map(text -> WireText.read(text, AiService.class));
  }

  public String correlationId() {
    return correlationId;
  }
}
