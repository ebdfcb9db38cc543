package eu.aifactory.clients.service.records;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.Objects;

/** One agent's part in one run. */
@Embeddable
public class RecordsKey implements Serializable {
  private static final long serialVersionUID = 1L;

  @Column(name = "run_id")
  private String runId;

  private String agent;

  protected RecordsKey() {
    // for the container
  }

  RecordsKey(String runId, String agent) {
    this.runId = runId;
    this.agent = agent;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordsKey key
        && Objects.equals(runId, key.runId)
        && Objects.equals(agent, key.agent);
  }

  @Override
  public int hashCode() {
    return Objects.hash(runId, agent);
  }
}
