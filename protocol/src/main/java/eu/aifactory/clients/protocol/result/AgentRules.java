package eu.aifactory.clients.protocol.result;

import eu.aifactory.clients.protocol.AgentHealth;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.List;

/** How the agents fared: whether all delivered, and whether they had the time to be exact. */
final class AgentRules {
  /** An agent that uses more of its cores than this has no time left to be exact. */
  static final double TOLERATED_CPU_SHARE = 0.9;

  /** A stall shorter than this is noise of any machine; a longer one may be one latency's. */
  static final double TOLERATED_LOOP_DELAY_MS = 50;

  /** Pauses for garbage of more than this share of the time are in the latencies. */
  static final double TOLERATED_GC_SHARE = 0.05;

  /** Processor time that the machine withheld for more than this share is in the latencies. */
  static final double TOLERATED_WITHHELD_SHARE = 0.05;

  /** A loop that is noticeably late for more than this share of the time stamps answers late. */
  static final double TOLERATED_LATE_SHARE = 0.05;

  /** Agents that do not agree on the time by more than this do not begin together. */
  static final double TOLERATED_CLOCK_UNCERTAINTY_MS = 50;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Figures figures;
  private final List<AgentFigures> agents;
  private final VerdictReasons reasons;

  AgentRules(Figures figures, List<AgentFigures> agents, VerdictReasons reasons) {
    this.figures = figures;
    this.agents = agents;
    this.reasons = reasons;
  }

  void judge() {
    for (AgentFigures agent : agents) {
      delivered(agent);
      knewTheTime(agent);
      if (agent.health() != null) {
        hadTime(agent, agent.health());
        loopsWereInTime(agent, agent.health());
        fewCollections(agent, agent.health());
        loopsWereSeldomLate(agent, agent.health());
        machineGaveTime(agent, agent.health());
      }
    }
  }

  private void delivered(AgentFigures agent) {
    if (!agent.isCompleted()) {
      reasons.worsen(
          Verdict.DEGRADED,
          "agent %s ended %s: %s",
          agent.agent(),
          agent.state(),
          agent.reason() == null ? "what it measured last may be missing" : agent.reason());
    } else if (agent.reason() != null) {
      reasons.worsen(
          Verdict.DEGRADED,
          "agent %s ended the load before its time: %s",
          agent.agent(),
          agent.reason());
    }
  }

  /** An agent that is alone has nobody to agree with. */
  private void knewTheTime(AgentFigures agent) {
    Double uncertainty = agent.clockUncertaintyMs();
    if (agents.size() > 1 && uncertainty != null && uncertainty > TOLERATED_CLOCK_UNCERTAINTY_MS) {
      reasons.worsen(
          Verdict.DEGRADED,
          "agent %s knew the service's clock to within %.1f ms, more than %.0f ms: agents may not"
              + " have begun together",
          agent.agent(),
          uncertainty,
          TOLERATED_CLOCK_UNCERTAINTY_MS);
    }
  }

  private void hadTime(AgentFigures agent, AgentHealth health) {
    if (health.cpuShare() != null && health.cpuShare() > TOLERATED_CPU_SHARE) {
      reasons.worsen(
          Verdict.CLIENT_LIMITED,
          "agent %s used %.0f %% of its cores, more than %.0f %%",
          agent.agent(),
          health.cpuShare() * 100,
          TOLERATED_CPU_SHARE * 100);
    }
  }

  /** One stall falsifies only what it met: the highest latencies. */
  private void loopsWereInTime(AgentFigures agent, AgentHealth health) {
    double medianMs = figures.histogram(Figure.TTFT).getValueAtPercentile(50) / NANOS_PER_MILLI;
    double tolerated = Math.max(TOLERATED_LOOP_DELAY_MS, medianMs);
    if (health.loopDelayMaxMs() != null && health.loopDelayMaxMs() > tolerated) {
      reasons.worsen(
          Verdict.DEGRADED,
          "an event loop of agent %s stood still for %.1f ms, more than %.1f ms: the highest"
              + " latencies may be its own",
          agent.agent(),
          health.loopDelayMaxMs(),
          tolerated);
    }
  }

  private void fewCollections(AgentFigures agent, AgentHealth health) {
    if (share(agent, health.gcPauseMs()) > TOLERATED_GC_SHARE) {
      reasons.worsen(
          Verdict.CLIENT_LIMITED,
          "agent %s stood still for garbage collection %.1f %% of the time, more than %.0f %%",
          agent.agent(),
          share(agent, health.gcPauseMs()) * 100,
          TOLERATED_GC_SHARE * 100);
    }
  }

  private void loopsWereSeldomLate(AgentFigures agent, AgentHealth health) {
    if (share(agent, health.loopLateMs()) > TOLERATED_LATE_SHARE) {
      reasons.worsen(
          Verdict.DEGRADED,
          "an event loop of agent %s was late by more than %d ms for %.1f %% of the time, more than"
              + " %.0f %%: it saw that many answers late",
          agent.agent(),
          AgentHealth.NOTICED_LATE_MS,
          share(agent, health.loopLateMs()) * 100,
          TOLERATED_LATE_SHARE * 100);
    }
  }

  private void machineGaveTime(AgentFigures agent, AgentHealth health) {
    if (share(agent, health.cpuStolenMs()) > TOLERATED_WITHHELD_SHARE) {
      reasons.worsen(
          Verdict.DEGRADED,
          "the host of agent %s's machine took %.1f %% of its processors' time (steal), more than"
              + " %.0f %%",
          agent.agent(),
          share(agent, health.cpuStolenMs()) * 100,
          TOLERATED_WITHHELD_SHARE * 100);
    }
    if (share(agent, health.cpuThrottledMs()) > TOLERATED_WITHHELD_SHARE) {
      reasons.worsen(
          Verdict.DEGRADED,
          "the control group of agent %s was throttled for %.1f %% of the time, summed over"
              + " processors, more than %.0f %%: its quota is too small",
          agent.agent(),
          share(agent, health.cpuThrottledMs()) * 100,
          TOLERATED_WITHHELD_SHARE * 100);
    }
  }

  /** Of the time in which the agent measured; 0 of what is not known. */
  private static double share(AgentFigures agent, Double millis) {
    double windowMs = agent.parts().windowSeconds() * 1_000;
    return millis == null || windowMs <= 0 ? 0 : millis / windowMs;
  }
}
