package eu.aifactory.clients.service.result;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The result document of a run, as it was put together once. */
@Entity
@Table(name = "run_result")
public class RunResult {
  @Id
  @Column(name = "run_id")
  private String runId;

  private String document;

  protected RunResult() {
    // for the container
  }

  RunResult(String runId, String document) {
    this.runId = runId;
    this.document = document;
  }

  String document() {
    return document;
  }
}
