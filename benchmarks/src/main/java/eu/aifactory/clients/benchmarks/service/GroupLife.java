package eu.aifactory.clients.benchmarks.service;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** A group of simulated agents from its creation over a run to its deletion. */
final class GroupLife {
  private final RealService service;
  private final Calls calls;
  private final String address;
  private final String person;

  /**
   * @param address where the agents say that they listen
   */
  GroupLife(RealService service, Calls calls, String address) {
    this.service = service;
    this.calls = calls;
    this.address = address;
    this.person = "Bearer " + service.token();
  }

  /**
   * Lives it.
   *
   * @param id that no group has
   * @param snapshots of each agent, as fast as they are taken
   */
  void live(long id, int agents, int snapshots) throws IOException, InterruptedException {
    Histogram times = Calls.times();
    String path = "/client-group/" + id;
    calls.call(
        "POST",
        path,
        person,
        "{\"num_clients\":%d,\"agents\":%d}".formatted(agents, agents),
        times);
    String token = service.tokenOfGroup(id);
    List<SimulatedAgent> all =
        IntStream.range(0, agents)
            .mapToObj(rank -> new SimulatedAgent(calls, address, id, rank, token, times))
            .toList();
    ScaleRows.all(all, SimulatedAgent::connect);
    all.forEach(SimulatedAgent::beat);
    calls.call("POST", path + "/run", person, null, times);
    ScaleRows.all(all, SimulatedAgent::awaitRun);
    ScaleRows.all(all, SimulatedAgent::waitAtBarrier);
    ScaleRows.all(
        all,
        agent ->
            IntStream.range(0, snapshots)
                .forEach(sequence -> agent.deliver(sequence, sequence == snapshots - 1, times)));
    all.forEach(SimulatedAgent::end);
    calls.call("GET", path + "/result", person, null, times);
    calls.call("DELETE", path, person, null, times);
  }
}
