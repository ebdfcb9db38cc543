package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.records.BrokenRecordsException;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import eu.aifactory.clients.service.records.DeliveredRecords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * The records of a group's runs: taken from its agents, during a run and after it, and given to
 * whoever asks.
 */
@ApplicationScoped
@Transactional
public class RunRecords {
  private ClientGroups groups;
  private Runs runs;
  private DeliveredRecords records;

  protected RunRecords() {
    // for the container
  }

  @Inject
  RunRecords(ClientGroups groups, Runs runs, DeliveredRecords records) {
    this.groups = groups;
    this.runs = runs;
    this.records = records;
  }

  /**
   * What there is of a run at one moment; blocks that come later are no part of it.
   *
   * @param parts by the rank of the agents
   */
  public record Inventory(String runId, List<AgentPart> parts) {
    public long records() {
      return parts.stream().mapToLong(AgentPart::records).sum();
    }

    /** Agents of which something may be missing: they run still, or are lost. */
    public List<String> incompleteAgents() {
      return parts.stream().filter(part -> !part.complete()).map(AgentPart::agent).toList();
    }
  }

  /**
   * @param blocks numbered from 0
   * @param complete whether the agent has said that this is all
   */
  public record AgentPart(String agent, int blocks, long records, boolean complete) {}

  /**
   * Stores a block. When this returns it is stored, and once however often it is delivered.
   *
   * @param number by which the caller calls it
   * @throws UnknownGroupException when no live group has the id
   * @throws UnknownRunException when the group has no such run, or the agent takes no part in it
   * @throws NoRecordsException when the run's workload asks for no records
   * @throws InvalidRequestException when the bytes are no block, or more than the workload allows
   * @throws BlockOutOfOrderException when the one before it is missing
   */
  public void deliver(long benchmarkId, String runId, String agent, int number, byte[] bytes) {
    RecordBlock block = checked(number, bytes);
    // Nobody else adds to it meanwhile, and the group is not removed.
    Run run = participated(groups.liveLocked(benchmarkId), runId, agent);
    DeliveredRecords.Part there = records.part(runId, agent);
    if (number < there.blocks()) {
      return;
    }
    if (number > there.blocks()) {
      throw new BlockOutOfOrderException(
          "agent \"%s\" has delivered %d blocks of run %s, so block %d cannot be its next"
              .formatted(agent, there.blocks(), runId, number));
    }
    long most = run.workload().records().maxBytes();
    if (there.bytes() + bytes.length > most) {
      throw new InvalidRequestException(
          "agent \"%s\" has delivered %d bytes of records of run %s; with %d more it would be above max_bytes (%d)"
              .formatted(agent, there.bytes(), runId, bytes.length, most));
    }
    records.keep(runId, agent, block);
  }

  private static RecordBlock checked(int number, byte[] bytes) {
    try {
      RecordBlock block = RecordBlock.of(bytes);
      if (block.number() != number) {
        throw new InvalidRequestException(
            "the block calls itself %d, and the path %d".formatted(block.number(), number));
      }
      return block;
    } catch (BrokenRecordsException e) {
      throw new InvalidRequestException("the body is no block of records: " + e.getMessage());
    }
  }

  /**
   * An agent has delivered all its blocks.
   *
   * @throws UnknownGroupException when no live group has the id
   * @throws UnknownRunException when the group has no such run, or the agent takes no part in it
   * @throws NoRecordsException when the run's workload asks for no records
   */
  public void deliveredAll(long benchmarkId, String runId, String agent, RecordsEnd end) {
    participated(groups.liveLocked(benchmarkId), runId, agent);
    records.keepEnd(runId, agent, end);
  }

  private Run participated(ClientGroup group, String runId, String agent) {
    Run run = found(group, runId);
    if (runs.participant(run, agent).isEmpty()) {
      throw UnknownRunException.ofAgent(agent, runId);
    }
    return requireRecords(run);
  }

  /**
   * What there is of one run, or of the newest.
   *
   * @throws UnknownGroupException when no live group has the id
   * @throws UnknownRunException when it has no such run, or none at all
   * @throws NoRecordsException when the run's workload asks for no records
   */
  public Inventory inventory(long benchmarkId, Optional<String> runId) {
    ClientGroup group =
        groups.live(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
    Run run = requireRecords(runId.map(id -> found(group, id)).orElseGet(() -> newest(group)));
    List<AgentPart> parts =
        runs.participantsOf(run).stream().map(each -> part(run.runId(), each.agent())).toList();
    return new Inventory(run.runId(), parts);
  }

  private AgentPart part(String runId, String agent) {
    DeliveredRecords.Part there = records.part(runId, agent);
    boolean complete =
        records.end(runId, agent).filter(end -> end.blocks() <= there.blocks()).isPresent();
    return new AgentPart(agent, there.blocks(), there.records(), complete);
  }

  /** One block of an inventory; empty when the group was deleted meanwhile. */
  public Optional<byte[]> block(String runId, String agent, int number) {
    return records.block(runId, agent, number);
  }

  private Run newest(ClientGroup group) {
    return runs.of(group.pk()).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownRunException("group %d has not run yet".formatted(group.benchmarkId())));
  }

  private Run found(ClientGroup group, String runId) {
    return runs.find(group.pk(), runId)
        .orElseThrow(
            () ->
                new UnknownRunException(
                    "group %d has no run \"%s\"".formatted(group.benchmarkId(), runId)));
  }

  private static Run requireRecords(Run run) {
    if (!run.workload().records().enabled()) {
      throw new NoRecordsException(
          "run %s keeps no records: its workload does not say records.enabled"
              .formatted(run.runId()));
    }
    return run;
  }
}
