package eu.aifactory.clients.load;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;

/**
 * One process's share of a run.
 *
 * @param workload of the whole group
 * @param service to send to
 * @param rank of this process among those that take part, from 0: it sends the requests {@code
 *     rank, rank + agents, rank + 2 * agents, …} of the run
 * @param agents that take part, 1 or more
 * @param clients that this process runs, 1 or more; of arrivals, the connections that are opened
 *     beforehand
 * @param requestIdPrefix begins the {@code X-Request-Id} of each request; the request's number ends
 *     it
 */
public record LoadPlan(
    Workload workload,
    AiService service,
    int rank,
    int agents,
    int clients,
    String requestIdPrefix) {}
