package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.result.Verdict;
import eu.aifactory.clients.service.settings.WireText;
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
import java.util.Optional;

/** One execution of a group's workload. */
@Entity
@Table(name = "run")
public class Run {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Version private long version;

  @Column(name = "run_id")
  private String runId;

  @Column(name = "group_pk")
  private long groupPk;

  @Enumerated(EnumType.STRING)
  private RunState state;

  @Column(name = "server_addr")
  private String serverAddr;

  private String workload;

  @Column(name = "ai_service")
  private String aiService;

  @Column(name = "started_at")
  private long startedAt;

  @Column(name = "start_at")
  private Long startAt;

  @Column(name = "ended_at")
  private Long endedAt;

  @Enumerated(EnumType.STRING)
  private Verdict verdict;

  private String reason;

  @Column(name = "correlation_id")
  private String correlationId;

  @Column(name = "late_parts")
  private int lateParts;

  protected Run() {
    // for the container
  }

  Run(String runId, ClientGroup group, String serverAddr, String correlationId, Instant now) {
    this.runId = runId;
    this.groupPk = group.pk();
    this.state = RunState.PREPARING;
    this.serverAddr = serverAddr;
    this.workload = WireText.write(group.workload());
    group.aiService().ifPresent(this::serviceSetUp);
    this.startedAt = now.toEpochMilli();
    this.correlationId = correlationId;
  }

  void serviceSetUp(AiService service) {
    aiService = WireText.write(service);
  }

  /** All agents are ready: they start at this instant. */
  void startsAt(Instant instant) {
    startAt = instant.toEpochMilli();
    state = RunState.RUNNING;
  }

  void completed(Verdict result, Instant now) {
    state = RunState.COMPLETED;
    verdict = result;
    endedAt = now.toEpochMilli();
  }

  void failed(String why, Verdict result, Instant now) {
    state = RunState.FAILED;
    reason = why;
    verdict = result;
    endedAt = now.toEpochMilli();
  }

  /** Parts of it came when its result was made. */
  void cameLate(int parts) {
    lateParts += parts;
  }

  public Long pk() {
    return pk;
  }

  public String runId() {
    return runId;
  }

  public long groupPk() {
    return groupPk;
  }

  public RunState state() {
    return state;
  }

  /** AI server that this run was begun against. */
  public String serverAddr() {
    return serverAddr;
  }

  public Workload workload() {
    return WireText.read(workload, Workload.class);
  }

  public Optional<AiService> aiService() {
    return Optional.ofNullable(aiService).map(text -> WireText.read(text, AiService.class));
  }

  public Instant startedAt() {
    return Instant.ofEpochMilli(startedAt);
  }

  public Optional<Instant> startAt() {
    return Optional.ofNullable(startAt).map(Instant::ofEpochMilli);
  }

  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt).map(Instant::ofEpochMilli);
  }

  /** {@code null} while there is no result. */
  public Verdict verdict() {
    return verdict;
  }

  public String reason() {
    return reason;
  }

  /** How many parts came when its result was made, and are in no figure. */
  public int lateParts() {
    return lateParts;
  }

  public String correlationId() {
    return correlationId;
  }
}
