package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.LoadPath;
import eu.aifactory.clients.load.client.RequestWriter;
import eu.aifactory.clients.load.http.HttpTarget;
import eu.aifactory.clients.protocol.Workload;
import java.util.function.Consumer;

/**
 * What all clients of a run share and none of them changes.
 *
 * @param idleDropNanos how long an idle connection is kept
 * @param records hears of each request that ended, on its event loop
 */
record RunSettings(
    Workload workload,
    LoadPath path,
    RequestWriter writer,
    RequestNumbers numbers,
    HttpTarget target,
    long idleDropNanos,
    Consumer<EndedRequest> records) {

  /** For a run whose requests nobody keeps; told by its identity. */
  static final Consumer<EndedRequest> NO_RECORDS = request -> {};

  boolean keepsRecords() {
    return records != NO_RECORDS;
  }
}
