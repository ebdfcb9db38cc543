package eu.aifactory.clients.service.result;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** One interval that one agent measured. */
@Entity
@Table(name = "snapshot_part")
public class SnapshotPart {
  @EmbeddedId private Key key;

  private String body;
  private boolean late;

  protected SnapshotPart() {
    // for the container
  }

  SnapshotPart(Key key, String body, boolean late) {
    this.key = key;
    this.body = body;
    this.late = late;
  }

  /** What makes a part count once. */
  @Embeddable
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "run_id")
    private String runId;

    private String agent;
    private long sequence;

    protected Key() {
      // for the container
    }

    Key(String runId, String agent, long sequence) {
      this.runId = runId;
      this.agent = agent;
      this.sequence = sequence;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && sequence == key.sequence
          && Objects.equals(runId, key.runId)
          && Objects.equals(agent, key.agent);
    }

    @Override
    public int hashCode() {
      return Objects.hash(runId, agent, sequence);
    }
  }
}
