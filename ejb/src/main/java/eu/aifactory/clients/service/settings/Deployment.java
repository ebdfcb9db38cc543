package eu.aifactory.clients.service.settings;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name that this deployment's jobs carry, so that two on one cluster leave each other's alone:
 * the one that was set, or one made up at first use and kept in the database, which is the same for
 * all instances on it.
 */
@Stateless
public class Deployment {
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9-]{1,20}");
  private static final String KEPT = "deployment";
  private static final int RANDOM_BYTES = 4;

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  private ServiceSettings settings;

  public Deployment() {
    // for the container
  }

  @Inject
  Deployment(ServiceSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws IllegalArgumentException when the one that was set cannot be
   */
  public String name() {
    return settings.deployment().map(Deployment::checked).orElseGet(this::kept);
  }

  private static String checked(String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "aif.deployment must be 1 to 20 of a-z, 0-9 and dash, not \"%s\"".formatted(name));
    }
    return name;
  }

  private String kept() {
    Setting kept = entities.find(Setting.class, KEPT);
    if (kept == null) {
      byte[] bytes = new byte[RANDOM_BYTES];
      new SecureRandom().nextBytes(bytes);
      kept = new Setting(KEPT, "d" + HexFormat.of().formatHex(bytes));
      entities.persist(kept);
    }
    return kept.value();
  }
}
