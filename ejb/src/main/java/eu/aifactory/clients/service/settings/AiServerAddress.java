package eu.aifactory.clients.service.settings;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/**
 * The AI server that groups use unless their workload names one: given at start, changed at will.
 */
@Stateless
public class AiServerAddress {
  private static final String CHANGED = "server-addr";
  private static final String AT_START = "server-addr-at-start";

  @PersistenceContext(unitName = "aif")
  EntityManager entities;

  private ServiceSettings settings;

  public AiServerAddress() {
    // for the container
  }

  @Inject
  AiServerAddress(ServiceSettings settings) {
    this.settings = settings;
  }

  /**
   * What was set last while the service ran, or else what was given at start. A start with another
   * address than the one in force at the change wins over the change.
   */
  public Optional<String> current() {
    Optional<String> changed = stored(CHANGED);
    boolean sameStart = stored(AT_START).equals(Optional.of(atStart()));
    return changed.isPresent() && sameStart ? changed : settings.serverAddr();
  }

  /** Takes effect for runs that begin from now on, and outlives a restart. */
  public void change(String address) {
    entities.merge(new Setting(CHANGED, address));
    entities.merge(new Setting(AT_START, atStart()));
  }

  private String atStart() {
    return settings.serverAddr().orElse("");
  }

  private Optional<String> stored(String name) {
    return Optional.ofNullable(entities.find(Setting.class, name)).map(Setting::value);
  }
}
