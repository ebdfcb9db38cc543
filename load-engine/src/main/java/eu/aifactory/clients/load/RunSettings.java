package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.client.RequestWriter;
import eu.aifactory.clients.load.http.HttpTarget;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.protocol.Workload;

/**
 * What all clients of a run share and none of them changes.
 *
 * @param idleDropNanos how long an idle connection is kept
 * @param logs hear of each request that ended
 */
record RunSettings(
    Workload workload,
    LoadPath path,
    RequestWriter writer,
    RequestNumbers numbers,
    HttpTarget target,
    long idleDropNanos,
    RequestLogs logs) {}
