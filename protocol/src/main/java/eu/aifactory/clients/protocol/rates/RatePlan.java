package eu.aifactory.clients.protocol.rates;

import eu.aifactory.clients.protocol.Workload;
import java.util.List;
import java.util.OptionalDouble;

/** Chooses the rate of the next stage from what came out of those before it. */
public sealed interface RatePlan permits RateSweep, RateSearch {

  /** The plan of an adaptive load. */
  static RatePlan of(Workload.Load load) {
    return load.sweep() != null ? new RateSweep(load.sweep()) : new RateSearch(load.search());
  }

  /** The load of the next stage at a rate: an over-saturated one is ended early. */
  static Workload.Load stage(Workload.Load adaptive, double rate, boolean first) {
    Workload.Stop stop = adaptive.stop();
    return adaptive.toBuilder()
        .rate(rate)
        .sweep(null)
        .search(null)
        .warmup(first ? adaptive.warmupSeconds() : null)
        .stop(
            stop == null
                ? new Workload.Stop(null, null, null, true)
                : new Workload.Stop(stop.errors(), stop.errorShare(), stop.sample(), true))
        .build();
  }

  /** Requests per second of the next stage; empty when there is none to run. */
  OptionalDouble next(List<StageOutcome> before);
}
