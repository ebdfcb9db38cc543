package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AgentToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets agents in whose token was admitted a moment ago, without asking the database: all agents of
 * a group show the same, several times a second. A token that opens nothing any more does so for
 * {@link #VALIDITY} at most, and what its bearer then asks for is looked up all the same. Who is
 * refused is asked for anew each time. Thread-safe.
 */
@ApplicationScoped
public class RecentAdmissions {
  static final Duration VALIDITY = Duration.ofSeconds(1);

  /** Groups that are told apart; with more, some are asked for anew. */
  static final int MOST = 10_000;

  private final Map<Bearer, Admitted> recent = new ConcurrentHashMap<>();
  private AgentAdmission admission;
  private LongSupplier nanoTime;

  protected RecentAdmissions() {
    // for the container
  }

  @Inject
  RecentAdmissions(AgentAdmission admission) {
    this(admission, System::nanoTime);
  }

  RecentAdmissions(AgentAdmission admission, LongSupplier nanoTime) {
    this.admission = admission;
    this.nanoTime = nanoTime;
  }

  private record Bearer(long benchmarkId, String tokenHash) {}

  private record Admitted(int agents, long atNanos) {}

  /** See {@link AgentAdmission#admit}. */
  public int admit(long benchmarkId, String token) {
    Bearer bearer = new Bearer(benchmarkId, AgentToken.hash(token));
    long now = nanoTime.getAsLong();
    Admitted known = recent.get(bearer);
    if (known != null && now - known.atNanos() < VALIDITY.toNanos()) {
      return known.agents();
    }
    recent.remove(bearer);
    int agents = admission.admit(benchmarkId, token);
    if (recent.size() >= MOST) {
      recent.clear();
    }
    recent.put(bearer, new Admitted(agents, now));
    return agents;
  }

  /** How many are remembered. */
  int size() {
    return recent.size();
  }

  /** What this instance changes is in force at once. */
  void onChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) OrdersChanged changed) {
    recent.clear();
  }

  void onDeleted(@Observes(during = TransactionPhase.AFTER_SUCCESS) GroupDeleted deleted) {
    recent.clear();
  }
}
