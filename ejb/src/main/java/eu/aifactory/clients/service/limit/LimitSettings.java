package eu.aifactory.clients.service.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The limits, by MicroProfile Config. Rates are how many a second and how many at once, such as
 * {@code 50,500}. {@code docs/security.md} has the table.
 */
@ApplicationScoped
public class LimitSettings {
  @Inject
  @ConfigProperty(name = "aif.limit-calls", defaultValue = "50,500")
  String calls;

  @Inject
  @ConfigProperty(name = "aif.limit-strangers", defaultValue = "20,200")
  String strangers;

  @Inject
  @ConfigProperty(name = "aif.limit-agents", defaultValue = "20,200")
  String agents;

  @Inject
  @ConfigProperty(name = "aif.limit-creates", defaultValue = "1,100")
  String creates;

  @Inject
  @ConfigProperty(name = "aif.limit-groups", defaultValue = "1000")
  int groups;

  /** Of calls of one person or program. */
  public Rate calls() {
    return Rate.named("aif.limit-calls", calls);
  }

  /** Of calls from one address by whoever is not known. */
  public Rate strangers() {
    return Rate.named("aif.limit-strangers", strangers);
  }

  /** Of calls of one agent; a group's agents share what they have. */
  public Rate agents() {
    return Rate.named("aif.limit-agents", agents);
  }

  /** Of groups that one owner creates. */
  public Rate creates() {
    return Rate.named("aif.limit-creates", creates);
  }

  /**
   * How many groups one owner may have at a time, those included that were deleted and are not gone
   * yet.
   *
   * @throws IllegalArgumentException when what is set is less than 1
   */
  public int groups() {
    if (groups < 1) {
      throw new IllegalArgumentException("aif.limit-groups must be 1 or more, not " + groups);
    }
    return groups;
  }
}
