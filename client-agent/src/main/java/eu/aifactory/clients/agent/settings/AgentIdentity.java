package eu.aifactory.clients.agent.settings;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Who this process is to others. Thread-safe. */
public final class AgentIdentity {
  private static final int RANDOM_BYTES = 3;
  private static final String UNPACKAGED = "development";

  private final Instant createdAt = Instant.now();
  private volatile String name;
  private volatile String address = "";

  public AgentIdentity(AgentSettings settings) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String host = settings.node().replaceAll("[^A-Za-z0-9.-]", "-");
    name = "%s-%d-%s".formatted(host, settings.rank(), HexFormat.of().formatHex(random));
  }

  /** Unique to this life of the process, unless the service gave it another name. */
  public String name() {
    return name;
  }

  /** The address at which the agent listens; empty before it does. */
  public String address() {
    return address;
  }

  public double createdAtSeconds() {
    return createdAt.toEpochMilli() / 1e3;
  }

  public String version() {
    return Optional.ofNullable(AgentIdentity.class.getPackage().getImplementationVersion())
        .orElse(UNPACKAGED);
  }

  public void listensAt(String announcedHost, int port) {
    boolean sixth = announcedHost.contains(":");
    address = "http://" + (sixth ? "[" + announcedHost + "]" : announcedHost) + ":" + port;
  }

  public void knownAs(String other) {
    name = other;
  }
}
