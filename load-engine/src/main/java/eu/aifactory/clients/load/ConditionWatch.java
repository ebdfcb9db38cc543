package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import eu.aifactory.clients.protocol.rates.StopConditions;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Samples a run's load each {@link StopConditions#INTERVAL_MILLIS} and judges by its stop
 * conditions, or keeps the samples for whoever judges over all agents. Does nothing for a run
 * without conditions. Thread-safe.
 */
final class ConditionWatch {
  private final RunSettings settings;
  private final List<RunLoop> loops;
  private final LinkedBlockingQueue<LoadSample> samples = new LinkedBlockingQueue<>();
  private volatile ScheduledFuture<?> sampling;

  /**
   * @param loops of the run, sampled by the first of them
   */
  ConditionWatch(RunSettings settings, List<RunLoop> loops) {
    this.settings = settings;
    this.loops = loops;
  }

  /**
   * Begins with the run's start.
   *
   * @param met called on an event loop each time that a sample meets a condition
   */
  void start(RunClock startClock, Consumer<LoadEnding> met) {
    if (settings.workload().load().stop() == null) {
      return;
    }
    LoadSampling load =
        new LoadSampling(
            settings.timeline(),
            loops.stream().map(RunLoop::figures).toList(),
            settings.judgedElsewhere() ? samples::add : judge(met));
    long untilStart = Math.max(0, startClock.startNanos() - System.nanoTime());
    sampling =
        loops
            .getFirst()
            .loop()
            .scheduleAtFixedRate(
                () -> load.at(System.nanoTime() - startClock.startNanos()),
                untilStart,
                TimeUnit.MILLISECONDS.toNanos(StopConditions.INTERVAL_MILLIS),
                TimeUnit.NANOSECONDS);
  }

  private Consumer<LoadSample> judge(Consumer<LoadEnding> met) {
    StopConditions conditions = StopConditions.of(settings.workload().load());
    return sample -> conditions.check(sample).ifPresent(met);
  }

  /** What was sampled since the last time, for a run that is judged elsewhere. */
  List<LoadSample> takeSamples() {
    List<LoadSample> taken = new ArrayList<>();
    samples.drainTo(taken);
    return taken;
  }

  /** No further sample is taken. */
  void cancel() {
    ScheduledFuture<?> begun = sampling;
    if (begun != null) {
      begun.cancel(false);
    }
  }
}
