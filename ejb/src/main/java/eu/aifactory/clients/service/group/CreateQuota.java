package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.limit.CallLimits;
import eu.aifactory.clients.service.limit.LimitSettings;
import eu.aifactory.clients.service.limit.TooManyException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Bounds what one owner asks of the cluster: groups created in a time, and groups that there are.
 * To be asked in the transaction that creates; those created at the very same time may exceed the
 * second by as many as they are.
 */
@ApplicationScoped
public class CreateQuota {
  /** Until one of an owner's groups may be gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private CallLimits calls;
  private LimitSettings settings;
  private ClientGroups groups;

  protected CreateQuota() {
    // for the container
  }

  @Inject
  CreateQuota(CallLimits calls, LimitSettings settings, ClientGroups groups) {
    this.calls = calls;
    this.settings = settings;
    this.groups = groups;
  }

  /**
   * @param owner of the group that is to be created, {@code null} where nobody has to say a name
   * @throws TooManyException when it is one too many; nothing was created
   */
  void admit(String owner) {
    calls.create(owner);
    int most = settings.groups();
    if (groups.countOf(owner) >= most) {
      throw new TooManyException(
          "There are %d groups of %s, and more are not allowed: delete some."
              .formatted(most, owner == null ? "nobody" : owner),
          PATIENCE);
    }
  }
}
