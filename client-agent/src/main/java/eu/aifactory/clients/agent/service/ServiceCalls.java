package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * The calls with their fault tolerance. Every one may be repeated: the service knows an agent by
 * its name, a barrier by its run, a snapshot by its sequence and a block of records by its number.
 *
 * <p>Retries here bridge one lost packet; who has reason to go on for longer does so with a pause
 * that grows. Connect, snapshot and records have such a caller, and so no retries here.
 */
@ApplicationScoped
public class ServiceCalls {
  static final long CONNECT_MILLIS = 3_000;
  static final long READ_MILLIS = 8_000;

  /** Behind both of the client's own limits, for a body that trickles. */
  private static final long WHOLE_CALL_MILLIS = 12_000;

  private static final int RETRIES = 2;
  private static final long RETRY_MILLIS = 150;
  private static final long RETRY_JITTER_MILLIS = 100;

  /** A call that took longer than this is not repeated here: its caller judges how things are. */
  private static final long RETRIES_WITHIN_MILLIS = 2_000;

  /** How much later than asked for an answer may come to a call that waits for orders. */
  private static final long LATE_MILLIS = 8_000;

  /** Behind the longest wait, for an answer that trickles. */
  private static final long WHOLE_WAIT_MILLIS = 60_000;

  private final ServiceApi api;

  /** Apart from the others by how long its calls may take. */
  private final ServiceApi waitingApi;

  private final long benchmarkId;

  @Inject
  public ServiceCalls(AgentSettings settings, ServiceClock clock) {
    this.benchmarkId = settings.benchmarkId();
    this.api = client(settings, clock, READ_MILLIS);
    this.waitingApi = client(settings, clock, settings.ordersWait().toMillis() + LATE_MILLIS);
  }

  private static ServiceApi client(AgentSettings settings, ServiceClock clock, long readMillis) {
    RestClientBuilder client = RestClientBuilder.newBuilder();
    settings.serviceAuthorities().ifPresent(client::trustStore);
    return client
        .baseUri(settings.serviceAddr())
        .connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
        .readTimeout(readMillis, TimeUnit.MILLISECONDS)
        .followRedirects(false)
        .property("microprofile.rest.client.disable.default.mapper", true)
        .register(WireJsonResolver.class)
        .register(RefusalMapper.class)
        .register(CorrelationHeader.class)
        .register(new ClockExchange(clock))
        .register(new TokenHeader(settings.nonce()))
        .build(ServiceApi.class);
  }

  @Timeout(WHOLE_CALL_MILLIS)
  public Registered connect(Connect connect) {
    return api.connect(benchmarkId, connect);
  }

  @Timeout(WHOLE_CALL_MILLIS)
  @Retry(
      maxRetries = RETRIES,
      delay = RETRY_MILLIS,
      jitter = RETRY_JITTER_MILLIS,
      maxDuration = RETRIES_WITHIN_MILLIS,
      abortOn = ServiceRefusedException.class)
  public HeartbeatReply heartbeat(String agent, Heartbeat heartbeat) {
    return api.heartbeat(benchmarkId, agent, heartbeat);
  }

  @Timeout(WHOLE_CALL_MILLIS)
  @Retry(
      maxRetries = RETRIES,
      delay = RETRY_MILLIS,
      jitter = RETRY_JITTER_MILLIS,
      maxDuration = RETRIES_WITHIN_MILLIS,
      abortOn = ServiceRefusedException.class)
  public BarrierReply barrier(String runId, Barrier barrier) {
    return api.barrier(benchmarkId, runId, barrier);
  }

  /** Waits for as long as the service keeps the call open; its caller knows when to call again. */
  @Timeout(WHOLE_WAIT_MILLIS)
  public HeartbeatReply orders(String agent, long seconds, String runId) {
    return waitingApi.orders(benchmarkId, agent, seconds, runId);
  }

  @Timeout(WHOLE_CALL_MILLIS)
  public SnapshotReply snapshot(String runId, Snapshot snapshot) {
    return api.snapshot(benchmarkId, runId, snapshot);
  }

  @Timeout(WHOLE_CALL_MILLIS)
  public Acknowledgement recordBlock(String runId, String agent, int number, byte[] block) {
    return api.recordBlock(benchmarkId, runId, agent, number, block);
  }

  @Timeout(WHOLE_CALL_MILLIS)
  public Acknowledgement recordsEnd(String runId, String agent, RecordsEnd end) {
    return api.recordsEnd(benchmarkId, runId, agent, end);
  }

  @PreDestroy
  void close() {
    api.close();
    waitingApi.close();
  }
}
