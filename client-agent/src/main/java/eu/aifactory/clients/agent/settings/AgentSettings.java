package eu.aifactory.clients.agent.settings;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * All that an agent can be told, read from MicroProfile Config: {@code aif.agent.port} comes from
 * the environment as {@code AIF_AGENT_PORT}, and the command line goes before the environment. The
 * table in {@code docs/agent.md} explains each.
 *
 * @param groupClients clients of the whole group
 * @param clients clients of this agent: its share by rank
 * @param bindHost address to listen on
 * @param announcedHost name or address under which the service finds this agent
 * @param port to listen on; 0 takes any free one
 * @param node name of the machine
 * @param timeLimit of the process's life; empty when nothing limits it
 * @param registrationLimit how long registering is tried
 * @param serviceLossLimit how long the service may be unreachable before the agent ends itself
 * @param returnLimit how long an agent without load waits for such a service with what it measured
 * @param stopGrace what requests in flight get when load is stopped
 * @param deliveryLimit how long last results are still delivered when the agent has to end
 * @param ordersWait how long the service is asked to keep a call for orders open; zero for no such
 *     call
 * @param recordsFolder where the records of a run lie until the service has them
 * @param spoolFolder where snapshots lie while the service is away
 * @param spoolBytes most bytes of one run's
 * @param onlyDelivers whether this process is there for what another one left, and for nothing else
 * @param serviceAuthorities by whose certificates a service that speaks TLS is known; empty for
 *     those of the JDK
 */
public record AgentSettings(
    int groupClients,
    int clients,
    URI serverAddr,
    URI serviceAddr,
    long benchmarkId,
    int rank,
    int agents,
    Optional<String> nonce,
    Optional<String> jobId,
    String correlationId,
    String bindHost,
    String announcedHost,
    int port,
    String node,
    Optional<Duration> timeLimit,
    Duration registrationLimit,
    Duration serviceLossLimit,
    Duration returnLimit,
    Duration stopGrace,
    Duration deliveryLimit,
    Duration snapshotInterval,
    Duration barrierInterval,
    Duration ordersWait,
    int snapshotBuffer,
    Path recordsFolder,
    Path spoolFolder,
    long spoolBytes,
    boolean onlyDelivers,
    Optional<KeyStore> serviceAuthorities) {

  public static final String NUM_CLIENTS = "aif.agent.num-clients";
  public static final String SERVER_ADDR = "aif.agent.server-addr";
  public static final String CLIENT_SERVICE_ADDR = "aif.agent.client-service-addr";
  public static final String BENCHMARK_ID = "aif.agent.benchmark-id";
  public static final String LOG_LEVEL = "aif.agent.log-level";
  public static final String DEFAULT_LOG_LEVEL = "INFO";

  static final int DEFAULT_PORT = 0;
  static final String DEFAULT_HOST = "127.0.0.1";
  static final double DEFAULT_REGISTRATION_LIMIT_SECONDS = 120;
  static final double DEFAULT_SERVICE_LOSS_LIMIT_SECONDS = 120;
  static final double DEFAULT_RETURN_LIMIT_SECONDS = 300;
  static final double DEFAULT_STOP_GRACE_SECONDS = 2;

  /** With the grace before it well below the 20 s after which an agent has to be gone. */
  static final double DEFAULT_DELIVERY_LIMIT_SECONDS = 12;

  static final double DEFAULT_SNAPSHOT_SECONDS = 1;
  static final double DEFAULT_BARRIER_SECONDS = 0.2;
  static final long DEFAULT_ORDERS_WAIT_SECONDS = 20;

  /** What a service takes. */
  static final long MOST_ORDERS_WAIT_SECONDS = 30;

  static final int DEFAULT_SNAPSHOT_BUFFER = 60;
  static final long DEFAULT_SPOOL_BYTES = 64L * 1024 * 1024;

  /**
   * @throws BadSettingException naming the value at fault
   */
  public static AgentSettings of(Config config) {
    return new SettingsReader(config).settings();
  }
}
