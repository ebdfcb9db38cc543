package eu.aifactory.clients.protocol.rates;

import eu.aifactory.clients.protocol.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Says when a load ends before its time, from samples of all of it. Whoever has all of it asks: the
 * one process that makes it, or the service that hears of each agent's share. Single-threaded.
 */
public final class StopConditions {
  /** From one sample to the next. */
  public static final long INTERVAL_MILLIS = 250;

  /** No window is shorter, and none longer than the second. */
  private static final double SHORTEST_WINDOW_SECONDS = 2;

  private static final double LONGEST_WINDOW_SECONDS = 30;

  private final Workload.Stop stop;
  private final List<OverSaturation> windows;
  private Integer stage;

  /**
   * @param stop the load's own
   * @param stageSeconds of its shortest stage, infinite when that is not known
   */
  public StopConditions(Workload.Stop stop, double stageSeconds) {
    this.stop = stop;
    this.windows =
        windowSeconds(stageSeconds)
            .mapToObj(seconds -> new OverSaturation(seconds, 1000.0 / INTERVAL_MILLIS))
            .toList();
  }

  /** Of a load that is not adaptive, or of one stage of an adaptive one. */
  public static StopConditions of(Workload.Load load) {
    List<Workload.Load> stages = load.stages() == null ? List.of(load) : load.stages();
    return new StopConditions(
        load.stop(),
        stages.stream()
            .mapToDouble(StopConditions::seconds)
            .min()
            .orElse(Double.POSITIVE_INFINITY));
  }

  private static double seconds(Workload.Load stage) {
    double longest =
        stage.durationSeconds() == null ? Double.POSITIVE_INFINITY : stage.durationSeconds();
    return stage.requests() == null || stage.rate() == null
        ? longest
        : Math.min(longest, stage.requests() / stage.rate());
  }

  /** So many samples of the stage in hand, the last ones, are all that {@link #check} looks at. */
  public static long samplesNeeded() {
    return (long) (LONGEST_WINDOW_SECONDS * 1000 / INTERVAL_MILLIS);
  }

  /** A short one finds a steep growth soon, a long one a slow growth at all. */
  static DoubleStream windowSeconds(double stageSeconds) {
    return DoubleStream.of(10, LONGEST_WINDOW_SECONDS)
        .map(longest -> Math.clamp(stageSeconds / 4, SHORTEST_WINDOW_SECONDS, longest))
        .distinct();
  }

  /**
   * What failures say, which counts alone tell.
   *
   * @param totals up to now, of all agents
   */
  public Optional<LoadEnding> checkFailures(LoadSample totals) {
    if (stop.errors() != null && totals.failed() >= stop.errors()) {
      return because(
          totals, "%d requests failed, and the run stops at %d", totals.failed(), stop.errors());
    }
    Double share = stop.errorShare();
    long ended = totals.ended();
    if (share != null && ended >= stop.sample() && totals.failed() > share * ended) {
      return because(
          totals,
          "%d of %d requests failed, and the run stops at more than %.3g %%",
          totals.failed(),
          ended,
          100 * share);
    }
    return Optional.empty();
  }

  /**
   * Takes the next sample of all of the load; samples of one series come in the order of their
   * ticks, a stage's first one among them.
   */
  public Optional<LoadEnding> check(LoadSample sample) {
    Optional<LoadEnding> failures = checkFailures(sample);
    if (failures.isPresent() || !stop.overSaturation() || !grows(sample)) {
      return failures;
    }
    return Optional.of(
        new LoadEnding(
            sample.series(),
            "the server is over-saturated: %d requests are due and not answered, and they grow in number"
                .formatted(sample.intended() - sample.ended()),
            true));
  }

  private boolean grows(LoadSample sample) {
    if (stage == null || sample.stage() != stage) {
      stage = sample.stage();
      windows.forEach(window -> window.restart(sample.seconds()));
    }
    if (!sample.arriving()) {
      return false;
    }
    boolean found = false;
    for (OverSaturation window : windows) {
      found |=
          window.add(
              sample.seconds(), sample.intended(), sample.ended(), sample.meanAnswerSeconds());
    }
    return found;
  }

  private static Optional<LoadEnding> because(LoadSample at, String sentence, Object... values) {
    return Optional.of(
        new LoadEnding(at.series(), String.format(Locale.ROOT, sentence, values), false));
  }
}
