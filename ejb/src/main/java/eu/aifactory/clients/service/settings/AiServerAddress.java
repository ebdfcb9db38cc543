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
   * What was set last while the service ran, or else what was given at a start. A start with
   * another address than the start before it wins over a change; one without any leaves all as it
   * was.
   */
  public Optional<String> current() {
    Optional<String> atStart = stored(AT_START);
    Optional<String> given = settings.serverAddr();
    if (given.isPresent() && !given.equals(atStart)) {
      return given;
    }
    return stored(CHANGED).or(() -> atStart);
  }

  /** Takes effect for runs that begin from now on, and outlives a restart. */
  public void change(String address) {
    rememberStart();
    entities.merge(new Setting(CHANGED, address));
  }

  /** Keeps the address given at this start for starts without one. */
  public void rememberStart() {
    Optional<String> given = settings.serverAddr();
    if (given.isPresent() && !given.equals(stored(AT_START))) {
      entities.merge(new Setting(AT_START, given.get()));
      Optional.ofNullable(entities.find(Setting.class, CHANGED)).ifPresent(entities::remove);
    }
  }

  private Optional<String> stored(String name) {
    return Optional.ofNullable(entities.find(Setting.class, name))
        .map(Setting::value)
        .filter(address -> !address.isBlank());
  }
}
