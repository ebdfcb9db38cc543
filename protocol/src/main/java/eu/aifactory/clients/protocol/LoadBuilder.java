package eu.aifactory.clients.protocol;

import java.util.List;

/**
 * Puts a {@link Workload.Load} together, member by member; {@code null} leaves one out. Not
 * thread-safe.
 */
public final class LoadBuilder {
  private final String kind;
  private Double durationSeconds;
  private Long requests;
  private Double rate;
  private Double burstiness;
  private Workload.Ramp ramp;
  private Workload.Burst burst;
  private Integer clients;
  private Integer maxInFlight;
  private Double warmupSeconds;
  private List<Workload.Load> stages;
  private Workload.Sweep sweep;
  private Workload.Search search;
  private Workload.Stop stop;

  LoadBuilder(String kind) {
    this.kind = kind;
  }

  LoadBuilder(Workload.Load load) {
    this.kind = load.kind();
    this.durationSeconds = load.durationSeconds();
    this.requests = load.requests();
    this.rate = load.rate();
    this.burstiness = load.burstiness();
    this.ramp = load.ramp();
    this.burst = load.burst();
    this.clients = load.clients();
    this.maxInFlight = load.maxInFlight();
    this.warmupSeconds = load.warmupSeconds();
    this.stages = load.stages();
    this.sweep = load.sweep();
    this.search = load.search();
    this.stop = load.stop();
  }

  public LoadBuilder duration(Double seconds) {
    durationSeconds = seconds;
    return this;
  }

  public LoadBuilder requests(Long requests) {
    this.requests = requests;
    return this;
  }

  public LoadBuilder rate(Double rate) {
    this.rate = rate;
    return this;
  }

  public LoadBuilder burstiness(Double burstiness) {
    this.burstiness = burstiness;
    return this;
  }

  public LoadBuilder ramp(Workload.Ramp ramp) {
    this.ramp = ramp;
    return this;
  }

  public LoadBuilder burst(Workload.Burst burst) {
    this.burst = burst;
    return this;
  }

  public LoadBuilder clients(Integer clients) {
    this.clients = clients;
    return this;
  }

  public LoadBuilder maxInFlight(Integer maxInFlight) {
    this.maxInFlight = maxInFlight;
    return this;
  }

  public LoadBuilder warmup(Double seconds) {
    warmupSeconds = seconds;
    return this;
  }

  public LoadBuilder stages(List<Workload.Load> stages) {
    this.stages = stages;
    return this;
  }

  public LoadBuilder sweep(Workload.Sweep sweep) {
    this.sweep = sweep;
    return this;
  }

  public LoadBuilder search(Workload.Search search) {
    this.search = search;
    return this;
  }

  public LoadBuilder stop(Workload.Stop stop) {
    this.stop = stop;
    return this;
  }

  public Workload.Load build() {
    return new Workload.Load(
        kind,
        durationSeconds,
        requests,
        rate,
        burstiness,
        ramp,
        burst,
        clients,
        maxInFlight,
        warmupSeconds,
        stages,
        sweep,
        search,
        stop);
  }
}
