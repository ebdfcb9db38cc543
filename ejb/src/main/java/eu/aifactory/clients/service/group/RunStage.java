package eu.aifactory.clients.service.group;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/** What was chosen to follow a stage of a sweep or search. */
@Entity
@Table(name = "run_stage")
public class RunStage {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Version private long version;

  @Column(name = "run_pk")
  private long runPk;

  private int number;
  private Double rate;

  @Column(name = "start_at")
  private Long startAt;

  protected RunStage() {
    // for the container
  }

  /**
   * @param number from 1
   * @param rate requests per second of all agents, or {@code null}: no stage follows
   */
  RunStage(Run run, int number, Double rate) {
    this.runPk = run.pk();
    this.number = number;
    this.rate = rate;
  }

  /** All agents are ready for it: they start at this instant. */
  void startsAt(Instant instant) {
    startAt = instant.toEpochMilli();
  }

  /** Empty when there is no such stage. */
  Optional<Double> rate() {
    return Optional.ofNullable(rate);
  }

  Optional<Instant> startAt() {
    return Optional.ofNullable(startAt).map(Instant::ofEpochMilli);
  }
}
