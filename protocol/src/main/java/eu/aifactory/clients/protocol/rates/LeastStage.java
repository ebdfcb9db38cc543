package eu.aifactory.clients.protocol.rates;

import eu.aifactory.clients.protocol.Workload;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How much of a stage there has to be so that what is said of its rate is sound.
 *
 * <p><b>Of a search.</b> With confidence <i>c</i> an attainment <i>a</i> can be shown by <i>n</i> =
 * ln(1 − c) / ln(a) requests or more, because that many may all be good by chance with probability
 * aⁿ: fewer say nothing, however good they are. That is counted at the lowest rate; of arrivals
 * that come at random, three standard deviations more are asked for, so that a stage which draws
 * few has enough.
 *
 * <p>A rate that exceeds the capacity by the share <i>p</i>, the search's precision, lets the queue
 * grow, and the time that a request waits by <i>p</i> seconds each second. It takes the stage L / p
 * until a wait exceeds <i>L</i>, the longest latency that the SLO accepts, and all that was due
 * before is good: so that this is less than the share <i>a</i> of the stage it has to last L / (p ·
 * a). A shorter one finds a rate kept that the server only survives. The stage begins with a server
 * that has nothing to do: five times L, at least, keep that small.
 *
 * <p><b>Of a sweep.</b> Over-saturation is looked for in windows of a quarter of the stage and not
 * less than 2 s: 8 s hold four of them.
 */
public final class LeastStage {
  private static final double SWEEP_SECONDS = 8;
  private static final double LATENCIES = 5;
  private static final double DEVIATIONS = 3;

  private LeastStage() {}

  /** Seconds of each stage; 0 of a load that is not adaptive. */
  public static double seconds(Workload workload) {
    Workload.Load load = workload.load();
    if (load.search() == null) {
      return load.isAdaptive() ? SWEEP_SECONDS : 0;
    }
    return Math.max(queueSeconds(workload), countedRequests(load) / load.search().from());
  }

  /** Requests of a stage that ends with them, which is shortest at the highest rate. */
  public static long requests(Workload workload) {
    Workload.Load load = workload.load();
    if (load.search() == null) {
      return load.isAdaptive() ? (long) Math.ceil(SWEEP_SECONDS * load.sweep().to()) : 0;
    }
    return Math.max(
        shownBy(load.search()), (long) Math.ceil(queueSeconds(workload) * load.search().to()));
  }

  /** Requests that show the attainment when all are good. */
  static long shownBy(Workload.Search search) {
    return (long)
        Math.ceil(Math.log(1 - search.confidence()) / Math.log(search.attainment()) - 1e-9);
  }

  private static double countedRequests(Workload.Load load) {
    double shown = shownBy(load.search());
    boolean atRandom = !Workload.Load.CONSTANT.equals(load.kind());
    return atRandom ? shown + DEVIATIONS * Math.sqrt(shown) : shown;
  }

  private static double queueSeconds(Workload workload) {
    Workload.Search search = workload.load().search();
    double longest = longestAcceptedMillis(workload) / 1000;
    return Math.max(LATENCIES * longest, longest / (search.precision() * search.attainment()));
  }

  private static double longestAcceptedMillis(Workload workload) {
    return workload.slos().stream()
        .flatMap(slo -> Stream.of(slo.ttftMs(), slo.tpotMs(), slo.itlMs(), slo.e2eMs()))
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }
}
