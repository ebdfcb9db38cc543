package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.rates.LoadEnding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The condition that ended a run's load, or one stage of a sweep or search, before its time. */
@Entity
@Table(name = "run_ending")
public class RunEnding {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Column(name = "run_pk")
  private long runPk;

  private int series;
  private String reason;

  @Column(name = "over_saturated")
  private boolean overSaturated;

  protected RunEnding() {
    // for the container
  }

  RunEnding(Run run, LoadEnding ending) {
    this.runPk = run.pk();
    this.series = ending.series();
    this.reason = ending.reason();
    this.overSaturated = ending.overSaturated();
  }

  LoadEnding ending() {
    return new LoadEnding(series, reason, overSaturated);
  }
}
