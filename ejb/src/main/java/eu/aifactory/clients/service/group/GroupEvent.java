package eu.aifactory.clients.service.group;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One line of a group's log: what happened to it and when. Never changed. */
@Entity
@Table(name = "group_event")
public class GroupEvent {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Column(name = "group_pk")
  private long groupPk;

  @Column(name = "benchmark_id")
  private long benchmarkId;

  private long at;
  private String kind;
  private String detail;

  @Column(name = "correlation_id")
  private String correlationId;

  protected GroupEvent() {
    // for the container
  }

  GroupEvent(ClientGroup group, String kind, String detail, String correlationId, Instant now) {
    this.groupPk = group.pk();
    this.benchmarkId = group.benchmarkId();
    this.at = now.toEpochMilli();
    this.kind = kind;
    this.detail = detail;
    this.correlationId = correlationId;
  }

  public Instant at() {
    return Instant.ofEpochMilli(at);
  }

  public String kind() {
    return kind;
  }

  public String detail() {
    return detail;
  }

  public String correlationId() {
    return correlationId;
  }
}
