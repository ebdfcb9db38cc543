package eu.aifactory.clients.agent.run;

import eu.aifactory.clients.agent.observer.Observers;
import eu.aifactory.clients.agent.service.ServiceClock;
import eu.aifactory.clients.agent.service.ServiceLink;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.agent.spool.SpoolFolder;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.rates.LoadEnding;
import java.time.Duration;
import java.util.function.Consumer;

/** What one run works with, made for it alone where it has a memory. */
record RunParts(
    AgentSettings settings,
    String agent,
    ServiceLink link,
    ServiceClock clock,
    LoadSource loads,
    Observers observers,
    StartBarrier barrier,
    RunReport report) {

  SnapshotDelivery delivery(String runId, Consumer<String> stopRun, Consumer<LoadEnding> endLoad) {
    return new SnapshotDelivery(
        runId,
        agent,
        link,
        settings.snapshotBuffer(),
        SpoolFolder.of(settings).spool(runId, agent),
        stopRun,
        endLoad);
  }

  ServiceDirector director(
      String runId, ServiceDirector.Delivery delivery, Consumer<String> stopRun) {
    return new ServiceDirector(runId, link, clock, settings.barrierInterval(), delivery, stopRun);
  }

  RecordKeeping records(RunOrder order) {
    return RecordKeeping.of(
        order, Preparation.requestIdPrefix(order), agent, settings.recordsFolder());
  }

  Duration snapshotInterval() {
    return settings.snapshotInterval();
  }

  /** By how much {@link #clockOffset} may be wrong; zero while nothing is known of it. */
  Duration clockUncertainty() {
    return clock.uncertainty().orElse(Duration.ZERO);
  }

  /** This machine's clock less the service's; zero while nothing is known of it. */
  Duration clockOffset() {
    return clock.offset().orElse(Duration.ZERO);
  }
}
