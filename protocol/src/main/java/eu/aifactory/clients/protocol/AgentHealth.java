package eu.aifactory.clients.protocol;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * How an agent itself fared while it measured: the evidence against the tool being the bottleneck.
 * A member is {@code null} when it is not known.
 *
 * @param loopDelayMaxMs longest that an event loop was late for a timer, milliseconds
 * @param gcPauseMs garbage collection since the last snapshot, milliseconds
 * @param cpuShare of the cores the process may use, 0 to 1
 * @param loopLateMs sum over the timers for which the latest event loop was more than {@link
 *     #NOTICED_LATE_MS} late, since the last snapshot, milliseconds
 * @param cpuStolenMs for which the machine's host withheld a processor, on average of all
 *     processors, since the last snapshot, milliseconds
 * @param cpuThrottledMs for which a control group's quota kept the process from running, summed
 *     over processors, since the last snapshot, milliseconds
 */
public record AgentHealth(
    Double loopDelayMaxMs,
    Double gcPauseMs,
    Double cpuShare,
    Double loopLateMs,
    Double cpuStolenMs,
    Double cpuThrottledMs) {
  /** A timer that is less late than this is not late: that is noise of any machine. */
  public static final long NOTICED_LATE_MS = 5;

  @JsonbCreator
  public AgentHealth {
    // what is not known stays null
  }

  /** Of which no more is known. */
  public AgentHealth(Double loopDelayMaxMs, Double gcPauseMs, Double cpuShare) {
    this(loopDelayMaxMs, gcPauseMs, cpuShare, null, null, null);
  }
}
