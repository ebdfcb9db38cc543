package eu.aifactory.clients.service.group;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** A group's log as callers see it. */
@ApplicationScoped
@Transactional
public class GroupEvents {
  private ClientGroups groups;
  private GroupLog log;

  protected GroupEvents() {
    // for the container
  }

  @Inject
  GroupEvents(ClientGroups groups, GroupLog log) {
    this.groups = groups;
    this.log = log;
  }

  /** Oldest first. */
  public record Log(long benchmarkId, List<Entry> events) {}

  /**
   * @param at seconds since the epoch
   * @param kind a change of state such as {@code QUEUED -> STARTING}, or another word
   */
  public record Entry(Double at, String kind, String detail, String correlationId) {}

  /**
   * @throws UnknownGroupException when no live group has the id
   */
  public Log of(long benchmarkId) {
    ClientGroup group =
        groups.live(benchmarkId).orElseThrow(() -> UnknownGroupException.of(benchmarkId));
    return new Log(
        benchmarkId,
        log.of(group).stream()
            .map(
                event ->
                    new Entry(
                        Seconds.of(event.at()),
                        event.kind(),
                        event.detail(),
                        event.correlationId()))
            .toList());
  }
}
