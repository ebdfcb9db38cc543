package eu.aifactory.clients.service.lease;

import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * This instance of the service among those on one database: a name that stays from start to start,
 * and its life, which is another after each. Leases are held by a life: the next one of the same
 * name knows that it is over.
 */
@ApplicationScoped
public class Instance {
  private static final int MOST_NAME = 200;
  private static final int LIFE_BYTES = 6;

  private final String life;
  private String name;

  protected Instance() {
    this.life = null; // for the container
  }

  @Inject
  Instance(ServiceSettings settings) {
    this(
        settings
            .instance()
            .orElseGet(() -> host() + settings.dataDir().map(Path::toString).orElse("")));
  }

  /**
   * @param name the same at each start, and no other instance's
   */
  public Instance(String name) {
    this.name = name.substring(Math.max(0, name.length() - MOST_NAME));
    byte[] bytes = new byte[LIFE_BYTES];
    new SecureRandom().nextBytes(bytes);
    this.life = HexFormat.of().formatHex(bytes);
  }

  /** Name and life, as leases carry it. */
  public String owner() {
    return prefix() + life;
  }

  /** What the owners of all lives of this instance begin with. */
  String prefix() {
    return name + "#";
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "host";
    }
  }
}
