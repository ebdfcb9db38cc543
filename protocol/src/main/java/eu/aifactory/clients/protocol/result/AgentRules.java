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
      if (agent.health() != null) {
        hadTime(agent, agent.health());
        loopsWereInTime(agent, agent.health());
        fewCollections(agent, agent.health());
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
    double windowMs = agent.figures().windowSeconds() * 1_000;
    if (health.gcPauseMs() == null || windowMs <= 0) {
      return;
    }
    double share = health.gcPauseMs() / windowMs;
    if (share > TOLERATED_GC_SHARE) {
      reasons.worsen(
          Verdict.CLIENT_LIMITED,
          "agent %s stood still for garbage collection %.1f %% of the time, more than %.0f %%",
          agent.agent(),
          share * 100,
          TOLERATED_GC_SHARE * 100);
    }
  }
}
