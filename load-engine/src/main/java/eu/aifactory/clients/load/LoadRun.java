package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import eu.aifactory.clients.protocol.rates.LoadSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One process's share of a run, prepared and then in motion. Thread-safe. */
public interface LoadRun extends AutoCloseable {

  /**
   * Starts the clients at an instant of this machine's wall clock, or at once when it is past. A
   * second call does nothing.
   *
   * @param clockOffset this machine's clock less the service's: times that go into figures are
   *     corrected by it
   */
  void startAt(Instant instant, Duration clockOffset);

  /** What was measured since the last call, complete up to some instant between both calls. */
  RunFigures takeFigures();

  /** How this process fared since the last call. */
  AgentHealth takeHealth();

  /** Looks at the AI server's own counters since the last call, if anybody takes such. */
  default List<ServerSample> takeServerSamples() {
    return List.of();
  }

  /**
   * How the load stood since the last call, four times a second; of a load that others judge, and
   * that has conditions to be judged by.
   */
  default List<LoadSample> takeSamples() {
    return List.of();
  }

  /**
   * Ends the load early, or a sweep's or search's stage, because of a condition that others saw:
   * nothing more is sent, what is in flight has 30 s. Does nothing when that part of the load has
   * ended.
   */
  default void end(LoadEnding condition) {}

  /**
   * Has the begin of each further stage told, on some thread of the load that must not be held up.
   * To be called before the start.
   */
  default void onStage(Runnable listener) {}

  /** Requests that ended since the start, for a progress line. */
  Progress progress();

  /**
   * Sends nothing more, and gives up what is in flight after {@code grace}; those requests fail as
   * {@code cancelled_by_run_end}.
   */
  void stop(String reason, Duration grace);

  /** Completes when the last request has ended; always completes after {@link #stop}. */
  CompletionStage<Outcome> outcome();

  /** Stops at once and frees what the run held. */
  @Override
  void close();

  /**
   * @param elapsedSeconds since the start, 0 before
   */
  record Progress(long sent, long succeeded, long failed, int inFlight, double elapsedSeconds) {}

  /**
   * @param completed whether the load ended by itself, be it by one of its conditions to stop
   * @param reason why it did not, or which condition ended it, a sentence; or {@code null}
   * @param overSaturated whether it was ended because the server is over-saturated
   */
  record Outcome(boolean completed, String reason, boolean overSaturated) {
    public Outcome(boolean completed, String reason) {
      this(completed, reason, false);
    }
  }
}
