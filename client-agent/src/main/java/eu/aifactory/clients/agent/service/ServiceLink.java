package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.agent.settings.AgentIdentity;
import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;

/**
 * What the agent says to the service. Every call ends in its answer, a {@link
 * ServiceRefusedException} or a {@link ServiceUnreachableException}, within a bounded time; it also
 * notes when the service was last heard. Thread-safe.
 */
@ApplicationScoped
public class ServiceLink {
  private final ServiceCalls calls;
  private final AgentIdentity identity;
  private final ServiceClock clock;
  private volatile long lastHeardNanos = System.nanoTime();

  @Inject
  public ServiceLink(ServiceCalls calls, AgentIdentity identity, ServiceClock clock) {
    this.calls = calls;
    this.identity = identity;
    this.clock = clock;
  }

  public Registered connect(Connect connect) {
    return ask(() -> calls.connect(connect));
  }

  public HeartbeatReply heartbeat(String state, String runId) {
    Heartbeat heartbeat = new Heartbeat(state, runId, clockOffsetMillis());
    return ask(() -> calls.heartbeat(identity.name(), heartbeat));
  }

  /**
   * Waits until the service has something to do for this agent, or the wait is over.
   *
   * @param seconds that the service keeps the call open at most
   * @param runId of whose order no repetition is needed; {@code null} for none
   */
  public HeartbeatReply orders(long seconds, String runId) {
    return ask(() -> calls.orders(identity.name(), seconds, runId));
  }

  public BarrierReply barrier(String runId, boolean ready, AiService service, String failure) {
    Barrier barrier = new Barrier(identity.name(), ready, service, failure);
    return ask(() -> calls.barrier(runId, barrier));
  }

  /**
   * Before a stage of a sweep or search.
   *
   * @param ready whether the stage is prepared, and its start alone is asked for
   */
  public BarrierReply stageBarrier(String runId, int stage, boolean ready) {
    Barrier barrier = Barrier.before(stage, identity.name(), ready);
    return ask(() -> calls.barrier(runId, barrier));
  }

  public SnapshotReply snapshot(String runId, Snapshot snapshot) {
    return ask(() -> calls.snapshot(runId, snapshot));
  }

  /**
   * @param number of the block, from 0
   */
  public Acknowledgement recordBlock(String runId, int number, byte[] block) {
    return ask(() -> calls.recordBlock(runId, identity.name(), number, block));
  }

  public Acknowledgement recordsEnd(String runId, RecordsEnd end) {
    return ask(() -> calls.recordsEnd(runId, identity.name(), end));
  }

  /** Since the service last answered as a service does; since the start when it never has. */
  public Duration sinceLastHeard() {
    return Duration.ofNanos(System.nanoTime() - lastHeardNanos);
  }

  /** By how much what the agent takes for the service's clock may be wrong, at most. */
  public Optional<Duration> clockUncertainty() {
    return clock.uncertainty();
  }

  private Double clockOffsetMillis() {
    return clock.offset().map(offset -> offset.toNanos() / 1e6).orElse(null);
  }

  private <T> T ask(Supplier<T> call) {
    T answer = translated(call);
    if (answer == null) {
      throw new ServiceUnreachableException("answered without a body");
    }
    lastHeardNanos = System.nanoTime();
    return answer;
  }

  private static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (ProcessingException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new ServiceUnreachableException(String.valueOf(reason.getMessage()), e);
    } catch (FaultToleranceException e) {
      throw new ServiceUnreachableException("did not answer in time", e);
    } catch (WebApplicationException e) {
      throw new ServiceUnreachableException(
          "answered %d".formatted(e.getResponse().getStatus()), e);
    }
  }
}
