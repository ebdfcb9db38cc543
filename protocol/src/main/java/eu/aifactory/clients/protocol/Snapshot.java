package eu.aifactory.clients.protocol;

import eu.aifactory.clients.protocol.figures.ServerSample;
import eu.aifactory.clients.protocol.figures.Span;
import eu.aifactory.clients.protocol.figures.StageParts;
import eu.aifactory.clients.protocol.rates.LoadSample;
import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * Body of {@code POST /client-group/{id}/runs/{run}/snapshots}: what an agent counted since its
 * last one. The sum of an agent's snapshots is its result, so each is counted once, by agent and
 * sequence.
 *
 * @param sequence from 0, without gaps
 * @param last whether the agent's run is over and nothing follows
 * @param outcome with {@code last}: {@code COMPLETED}, {@code STOPPED} or {@code FAILED}
 * @param reason with {@code last}: why it did not complete, a sentence, or {@code null}
 * @param span from the snapshot before to this one; {@code null} when it is not known
 * @param server looks at the AI server's own counters since the last snapshot
 * @param stages what was counted, apart for each stage and class of requests
 * @param machine what the agent runs on
 * @param clockUncertaintyMs by which its clock may differ from the service's after correction, at
 *     most, or {@code null} when it is not known
 * @param samples how the load stood since the last snapshot, where conditions may end it early
 */
public record Snapshot(
    @Required String agent,
    long sequence,
    boolean last,
    String outcome,
    String reason,
    List<StageParts> stages,
    AgentHealth health,
    List<ServerSample> server,
    List<LoadSample> samples,
    Span span,
    Machine machine,
    Double clockUncertaintyMs) {
  public static final String COMPLETED = "COMPLETED";
  public static final String STOPPED = "STOPPED";
  public static final String FAILED = "FAILED";

  @JsonbCreator
  public Snapshot {
    stages = stages == null ? List.of() : List.copyOf(stages);
    server = server == null ? List.of() : List.copyOf(server);
    samples = samples == null ? List.of() : List.copyOf(samples);
  }

  /** The same with another number. */
  public Snapshot numbered(long number) {
    return new Snapshot(
        agent,
        number,
        last,
        outcome,
        reason,
        stages,
        health,
        server,
        samples,
        span,
        machine,
        clockUncertaintyMs);
  }

  /** Of a load that nothing ends early, by an agent that does not say when it measured. */
  public Snapshot(
      String agent,
      long sequence,
      boolean last,
      String outcome,
      String reason,
      List<StageParts> stages,
      AgentHealth health,
      List<ServerSample> server) {
    this(agent, sequence, last, outcome, reason, stages, health, server, null, null, null, null);
  }
}
