package eu.aifactory.clients.service.records;

import eu.aifactory.clients.protocol.records.RecordBlock;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** One block that one agent delivered. */
@Entity
@Table(name = "record_block")
public class DeliveredBlock {
  @EmbeddedId private Key key;

  private int records;

  @Column(name = "size_bytes")
  private int sizeBytes;

  private byte[] body;

  protected DeliveredBlock() {
    // for the container
  }

  DeliveredBlock(String runId, String agent, RecordBlock block) {
    this.key = new Key(runId, agent, block.number());
    this.records = block.records();
    this.body = block.bytes();
    this.sizeBytes = body.length;
  }

  /** What makes a block count once. */
  @Embeddable
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "run_id")
    private String runId;

    private String agent;
    private int number;

    protected Key() {
      // for the container
    }

    Key(String runId, String agent, int number) {
      this.runId = runId;
      this.agent = agent;
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && number == key.number
          && Objects.equals(runId, key.runId)
          && Objects.equals(agent, key.agent);
    }

    @Override
    public int hashCode() {
      return Objects.hash(runId, agent, number);
    }
  }
}
