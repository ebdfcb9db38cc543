package eu.aifactory.clients.service.compare;

import eu.aifactory.clients.protocol.Baseline;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A result under a name. It has a copy of the document: the group that measured it may be deleted.
 */
@Entity
@Table(name = "baseline")
public class BaselineEntry {
  @Id private String name;

  @Column(name = "run_id")
  private String runId;

  @Column(name = "benchmark_id")
  private Long benchmarkId;

  @Column(name = "set_at")
  private long setAt;

  private String document;

  private String owner;

  protected BaselineEntry() {
    // for the container
  }

  /**
   * @param owner whose it is, or {@code null} where nobody has to say
   */
  BaselineEntry(
      String name, String runId, Long benchmarkId, String document, String owner, Instant now) {
    this.name = name;
    this.runId = runId;
    this.benchmarkId = benchmarkId;
    this.document = document;
    this.owner = owner;
    this.setAt = now.toEpochMilli();
  }

  String document() {
    return document;
  }

  String owner() {
    return owner;
  }

  Baseline view() {
    return new Baseline(name, runId, benchmarkId, setAt / 1000.0);
  }
}
