package eu.aifactory.clients.agent.settings;

import eu.aifactory.clients.protocol.TrustedCertificates;
import eu.aifactory.clients.protocol.WorkloadCheck;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;

/** Reads {@link AgentSettings} and says which value is at fault, by the name people set it by. */
final class SettingsReader {
  private static final long MOST_CLIENTS = 1_000_000;
  private static final long MOST_AGENTS = 100_000;
  private static final long MOST_SECONDS = 30L * 86_400;
  private static final long MOST_SPOOL_BYTES = 1L << 40;

  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  private final Config config;

  SettingsReader(Config config) {
    this.config = config;
  }

  AgentSettings settings() {
    int groupClients = (int) argument(AgentSettings.NUM_CLIENTS, 1, MOST_CLIENTS);
    int agents = (int) number("aif.agents", "AIF_AGENTS", 1, 1, MOST_AGENTS);
    int rank = rank(agents);
    return new AgentSettings(
        groupClients,
        share(groupClients, agents, rank),
        address(AgentSettings.SERVER_ADDR),
        address(AgentSettings.CLIENT_SERVICE_ADDR),
        argument(AgentSettings.BENCHMARK_ID, 0, Long.MAX_VALUE),
        rank,
        agents,
        text("aif.nonce"),
        text("aif.job-id").or(() -> text("SLURM_JOB_ID")),
        text("aif.correlation-id").orElseGet(() -> UUID.randomUUID().toString()),
        text("aif.agent.host").orElse(inSlurm() ? "0.0.0.0" : AgentSettings.DEFAULT_HOST),
        announcedHost(),
        (int) number("aif.agent.port", "AIF_AGENT_PORT", AgentSettings.DEFAULT_PORT, 0, 65_535),
        node(),
        text("aif.time-limit-seconds").map(unused -> seconds("aif.time-limit-seconds", 1)),
        seconds(
            "aif.agent.registration-limit-seconds",
            AgentSettings.DEFAULT_REGISTRATION_LIMIT_SECONDS),
        seconds(
            "aif.agent.service-loss-limit-seconds",
            AgentSettings.DEFAULT_SERVICE_LOSS_LIMIT_SECONDS),
        seconds("aif.agent.return-limit-seconds", AgentSettings.DEFAULT_RETURN_LIMIT_SECONDS),
        seconds("aif.agent.stop-grace-seconds", AgentSettings.DEFAULT_STOP_GRACE_SECONDS),
        seconds("aif.agent.delivery-limit-seconds", AgentSettings.DEFAULT_DELIVERY_LIMIT_SECONDS),
        seconds("aif.agent.snapshot-seconds", AgentSettings.DEFAULT_SNAPSHOT_SECONDS),
        seconds("aif.agent.barrier-seconds", AgentSettings.DEFAULT_BARRIER_SECONDS),
        Duration.ofSeconds(
            number(
                "aif.agent.orders-wait-seconds",
                "AIF_AGENT_ORDERS_WAIT_SECONDS",
                AgentSettings.DEFAULT_ORDERS_WAIT_SECONDS,
                0,
                AgentSettings.MOST_ORDERS_WAIT_SECONDS)),
        (int)
            number(
                "aif.agent.snapshot-buffer",
                "AIF_AGENT_SNAPSHOT_BUFFER",
                AgentSettings.DEFAULT_SNAPSHOT_BUFFER,
                2,
                100_000),
        Path.of(text("aif.agent.records-dir").orElse(System.getProperty("java.io.tmpdir"))),
        Path.of(text("aif.agent.spool-dir").orElse("")).toAbsolutePath(),
        number(
            "aif.agent.spool-bytes",
            "AIF_AGENT_SPOOL_BYTES",
            AgentSettings.DEFAULT_SPOOL_BYTES,
            0,
            MOST_SPOOL_BYTES),
        truth("aif.agent.only-delivers"),
        text("aif.agent.tls-ca").map(SettingsReader::authorities));
  }

  private boolean truth(String key) {
    String given = text(key).orElse("false");
    if (!given.equals("true") && !given.equals("false")) {
      throw new BadSettingException(
          "%s must be true or false, not \"%s\"".formatted(environmentName(key), given));
    }
    return given.equals("true");
  }

  private static KeyStore authorities(String file) {
    try {
      return TrustedCertificates.read(Path.of(file));
    } catch (IllegalArgumentException e) {
      throw new BadSettingException("AIF_AGENT_TLS_CA: " + e.getMessage());
    }
  }

  private int rank(int agents) {
    String name = text("aif.rank").isPresent() ? "AIF_RANK" : "SLURM_PROCID";
    String key = text("aif.rank").isPresent() ? "aif.rank" : "SLURM_PROCID";
    return (int) number(key, name, 0, 0, agents - 1L);
  }

  private static int share(int groupClients, int agents, int rank) {
    int clients = groupClients / agents + (rank < groupClients % agents ? 1 : 0);
    if (clients == 0) {
      throw new BadSettingException(
          "NUM_CLIENTS is %d and AIF_AGENTS is %d: the agent of rank %d is left without a client"
              .formatted(groupClients, agents, rank));
    }
    return clients;
  }

  /** A wildcard can be listened on, but nobody can call it. */
  private String announcedHost() {
    return text("aif.agent.host")
        .map(host -> WILDCARDS.contains(host) ? node() : host)
        .orElseGet(() -> inSlurm() ? node() : AgentSettings.DEFAULT_HOST);
  }

  private boolean inSlurm() {
    return text("SLURMD_NODENAME").isPresent() || text("SLURM_JOB_ID").isPresent();
  }

  private String node() {
    return text("SLURMD_NODENAME")
        .or(() -> text("HOSTNAME"))
        .orElseGet(
            () -> {
              try {
                return InetAddress.getLocalHost().getHostName();
              } catch (UnknownHostException e) {
                return "localhost";
              }
            });
  }

  private Optional<String> text(String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).filter(s -> !s.isEmpty());
  }

  private URI address(String key) {
    String given = required(key);
    WorkloadCheck.addressProblems(shownName(key), given).stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new BadSettingException(problem);
            });
    return URI.create(given.replaceAll("/+$", ""));
  }

  private long argument(String key, long least, long most) {
    return within(shownName(key), required(key), least, most);
  }

  private long number(String key, String shown, long otherwise, long least, long most) {
    return text(key).map(given -> within(shown, given, least, most)).orElse(otherwise);
  }

  private Duration seconds(String key, double otherwise) {
    String given = text(key).orElse(Double.toString(otherwise));
    double seconds;
    try {
      seconds = Double.parseDouble(given);
    } catch (NumberFormatException e) {
      throw new BadSettingException(
          "%s must be a number of seconds, not \"%s\"".formatted(environmentName(key), given));
    }
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new BadSettingException(
          "%s must be more than 0 and at most %d seconds, not %s"
              .formatted(environmentName(key), MOST_SECONDS, given));
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private String required(String key) {
    return text(key)
        .orElseThrow(
            () -> new BadSettingException("%s is missing; %s".formatted(shownName(key), usage())));
  }

  private static long within(String shown, String given, long least, long most) {
    long number;
    try {
      number = Long.parseLong(given);
    } catch (NumberFormatException e) {
      throw new BadSettingException(
          "%s must be a whole number, not \"%s\"".formatted(shown, given));
    }
    if (number < least || number > most) {
      throw new BadSettingException(
          "%s must be %d to %d, not %s".formatted(shown, least, most, given));
    }
    return number;
  }

  private static String usage() {
    return CommandLine.USAGE;
  }

  private static String shownName(String key) {
    return environmentName(key.substring(key.lastIndexOf('.') + 1));
  }

  private static String environmentName(String key) {
    return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
