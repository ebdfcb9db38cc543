package eu.aifactory.clients.service.result;

import eu.aifactory.clients.protocol.rates.LoadSample;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** How one agent's share of a load stood at one instant. */
@Entity
@Table(name = "load_sample")
public class LoadSampleRow {
  @EmbeddedId private Key key;

  private int stage;

  /** 1 or 0, to be added up. */
  private int arriving;

  private long intended;
  private long succeeded;
  private long failed;

  @Column(name = "answer_seconds")
  private double answerSeconds;

  protected LoadSampleRow() {
    // for the container
  }

  LoadSampleRow(String runId, String agent, LoadSample sample) {
    this.key = new Key(runId, agent, sample.series(), sample.tick());
    this.stage = sample.stage();
    this.arriving = sample.arriving() ? 1 : 0;
    this.intended = sample.intended();
    this.succeeded = sample.succeeded();
    this.failed = sample.failed();
    this.answerSeconds = sample.answerSeconds();
  }

  /** What makes a sample count once. */
  @Embeddable
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "run_id")
    private String runId;

    private String agent;
    private int series;
    private long tick;

    protected Key() {
      // for the container
    }

    Key(String runId, String agent, int series, long tick) {
      this.runId = runId;
      this.agent = agent;
      this.series = series;
      this.tick = tick;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && series == key.series
          && tick == key.tick
          && Objects.equals(runId, key.runId)
          && Objects.equals(agent, key.agent);
    }

    @Override
    public int hashCode() {
      return Objects.hash(runId, agent, series, tick);
    }
  }
}
