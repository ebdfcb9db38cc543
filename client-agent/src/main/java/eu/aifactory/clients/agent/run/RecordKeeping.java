package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.load.records.RequestLogs;
import eu.aifactory.clients.load.records.RunRecords;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The records of one run, where its workload asks for any: the file in which they are kept and
 * their delivery. Nothing of it can end a run. Thread-safe.
 */
final class RecordKeeping {
  private static final Logger LOG = System.getLogger(RecordKeeping.class.getName());

  /** A service that is there takes the last block at once; the result need not wait for another. */
  private static final Duration BEFORE_LAST_SNAPSHOT = Duration.ofSeconds(3);

  private final String runId;
  private final Path file;
  private final Optional<RunRecords> records;
  private Optional<RecordDelivery> delivery = Optional.empty();
  private Optional<String> givenUp = Optional.empty();

  private RecordKeeping(String runId, Path file, Optional<RunRecords> records) {
    this.runId = runId;
    this.file = file;
    this.records = records;
  }

  /**
   * @param folder for the file
   */
  static RecordKeeping of(RunOrder order, String requestIdPrefix, String agent, Path folder) {
    if (!order.workload().records().enabled()) {
      return new RecordKeeping(order.runId(), folder, Optional.empty());
    }
    Path file = file(order.runId(), folder);
    RunRecords records = RunRecords.in(file, order.workload(), agent, requestIdPrefix);
    return new RecordKeeping(order.runId(), file, Optional.of(records));
  }

  private static Path file(String runId, Path folder) {
    String name = "aif-records-" + runId.replaceAll("[^A-Za-z0-9-]", "_") + "-";
    try {
      return Files.createTempFile(folder, name, ".aifr");
    } catch (IOException e) {
      // Opening it will fail for the same reason, and be told.
      return folder.resolve(name + ".aifr");
    }
  }

  /** Hear of each request that ended. */
  RequestLogs logs() {
    return records.map(RequestLogs.class::cast).orElse(RequestLogs.NONE);
  }

  /** From now on blocks go to the service as they are written. */
  synchronized void deliverTo(ServiceLink link) {
    delivery = records.map(kept -> new RecordDelivery(runId, kept, link));
    givenUp.ifPresent(why -> delivery.ifPresent(sending -> sending.giveUp(why)));
  }

  /**
   * The run's last request has ended: closes the file, counts what was kept and missed into the
   * figures, and gives the last block a moment to arrive before the run is told to be over.
   */
  void end(RunFigures rest) throws InterruptedException {
    if (records.isEmpty()) {
      return;
    }
    records.get().close();
    RecordsEnd end = records.get().end();
    end.countInto(rest);
    LOG.log(
        Level.INFO,
        "run {0}: {1} requests left a record, {2} did not",
        runId,
        Long.toString(end.kept()),
        Long.toString(end.missed().sum()));
    Optional<RecordDelivery> sending = delivery();
    if (sending.isPresent()) {
      sending.get().awaitOver(BEFORE_LAST_SNAPSHOT);
    }
  }

  /** Waits until the service has all, or will not get more; the file goes when it has. */
  void awaitOver() throws InterruptedException {
    Optional<RecordDelivery> sending = delivery();
    if (sending.isPresent()) {
      sending.get().awaitOver();
    }
    if (sending.filter(RecordDelivery::isComplete).isPresent()) {
      records.ifPresent(RunRecords::delete);
    } else if (records.isPresent()) {
      LOG.log(Level.WARNING, "run {0}: its records stay in {1}", runId, file.toString());
    }
  }

  /** Stops delivering; what the service has not taken stays in the file. */
  synchronized void giveUp(String why) {
    givenUp = Optional.of(why);
    delivery.ifPresent(sending -> sending.giveUp(why));
  }

  /** The run broke off: no more is written. */
  void breakOff() {
    records.ifPresent(RunRecords::close);
  }

  private synchronized Optional<RecordDelivery> delivery() {
    return delivery;
  }
}
