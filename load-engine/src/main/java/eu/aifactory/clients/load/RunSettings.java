package eu.aifactory.clients.load;

import eu.aifactory.clients.load.arrival.LoadTimeline;
import eu.aifactory.clients.load.arrival.StageWindow;
import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.client.RequestWriter;
import eu.aifactory.clients.load.http.HttpTarget;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.Workload;
import java.util.List;
import java.util.Optional;

/**
 * What all clients of a run share and none of them changes.
 *
 * @param url of the server, for those who read
 * @param rank of this process among the agents, from 0
 * @param agents that take part
 * @param clients of this process, or in an open loop its connections that are opened beforehand
 * @param numbers by place in the timeline, of the stages of the closed loop
 * @param idleDropNanos how long an idle connection is kept
 * @param logs hear of each request that ended
 * @param judgedElsewhere whether others, who know all agents' shares, say when conditions end it
 */
record RunSettings(
    String url,
    Workload workload,
    int rank,
    int agents,
    int clients,
    LoadPath path,
    RequestWriter writer,
    LoadTimeline timeline,
    List<RequestNumbers> numbers,
    HttpTarget target,
    long idleDropNanos,
    RequestLogs logs,
    boolean judgedElsewhere) {

  /** The same for another stage of the same load. */
  RunSettings forStage(int stage, Workload.Load load) {
    LoadTimeline other = LoadTimeline.of(load, workload.seed(), Optional.empty(), stage);
    return new RunSettings(
        url,
        workload.withLoad(load),
        rank,
        agents,
        clients,
        path,
        writer,
        other,
        RequestNumbers.of(other, rank, agents),
        target,
        idleDropNanos,
        logs,
        judgedElsewhere);
  }

  /** How many of this process's clients take part in the stage at that place. */
  int clientsIn(int place) {
    StageWindow window = timeline.windows().get(place);
    if (window.isOpen()) {
      return 0;
    }
    Integer wanted = window.load().clients();
    return wanted == null ? clients : LoopShare.part(wanted, rank, agents);
  }

  /** Arrivals of this process that may be in flight. */
  int mostInFlight() {
    Integer most = workload.load().maxInFlight();
    return most == null ? Integer.MAX_VALUE : LoopShare.part(most, rank, agents);
  }
}
