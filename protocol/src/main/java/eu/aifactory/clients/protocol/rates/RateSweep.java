package eu.aifactory.clients.protocol.rates;

import eu.aifactory.clients.protocol.Workload;
import java.util.List;
import java.util.OptionalDouble;

/** One rate after the other, up to the first that over-saturates the server. */
public record RateSweep(Workload.Sweep sweep) implements RatePlan {

  /**
   * What the sweep says of the server.
   *
   * @param sustained highest rate that did not over-saturate the server, or {@code null}
   * @param saturation lowest rate that did, or {@code null} when none did
   * @param mostAnsweredPerSecond highest rate of answers of any stage
   */
  public record Conclusion(Double sustained, Double saturation, Double mostAnsweredPerSecond) {}

  @Override
  public OptionalDouble next(List<StageOutcome> before) {
    boolean over = before.stream().anyMatch(StageOutcome::overSaturated);
    int step = before.size();
    return over || step == sweep.steps() ? OptionalDouble.empty() : OptionalDouble.of(rate(step));
  }

  private double rate(int step) {
    double share = step / (sweep.steps() - 1.0);
    double from = sweep.from();
    double to = sweep.to();
    double rate =
        Workload.Sweep.LINEAR.equals(sweep.spacing())
            ? from + (to - from) * share
            : from * Math.pow(to / from, share);
    // 16 and not 15.999999999999998: people read it.
    return Math.max(from, Math.round(rate * 1e6) / 1e6);
  }

  /** Of the stages that were run. */
  public Conclusion conclusion(List<StageOutcome> stages) {
    Double sustained = null;
    Double saturation = null;
    Double most = null;
    for (StageOutcome stage : stages) {
      if (stage.overSaturated()) {
        saturation = stage.rate();
      } else {
        sustained = stage.rate();
      }
      Double answered = stage.answeredPerSecond();
      most = most == null || (answered != null && answered > most) ? answered : most;
    }
    return new Conclusion(sustained, saturation, most);
  }
}
