package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.service.aiserver.AiServiceRelease;
import eu.aifactory.clients.service.aiserver.NotReleasedException;
import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Winds up a group that is over or unwanted: its jobs are cancelled, its AI service is released,
 * and, if it was deleted, its rows go. Each step may be repeated; none is made inside a
 * transaction.
 */
@ApplicationScoped
public class GroupRetirement {
  /** How long an AI server is asked to release a service before that is given up. */
  static final Duration RELEASE_PATIENCE = Duration.ofMinutes(10);

  private static final System.Logger LOG = System.getLogger(GroupRetirement.class.getName());

  /** A service that starts again has its patience anew. */
  private final Map<Long, Instant> firstRefusals = new ConcurrentHashMap<>();

  private RetirementLedger ledger;
  private Dispatchers dispatchers;
  private AiServiceRelease release;
  private Clock clock;

  protected GroupRetirement() {
    // for the container
  }

  @Inject
  GroupRetirement(
      RetirementLedger ledger, Dispatchers dispatchers, AiServiceRelease release, Clock clock) {
    this.ledger = ledger;
    this.dispatchers = dispatchers;
    this.release = release;
    this.clock = clock;
  }

  /** Goes as far as it can now; to be called again until the group needs nothing any more. */
  public void retire(long groupPk) {
    boolean jobsAreOver = true;
    for (RetirementLedger.OpenJob open : ledger.openJobs(groupPk)) {
      jobsAreOver &= endJob(groupPk, open);
    }
    if (jobsAreOver && releaseService(groupPk)) {
      ledger.removeIfDeleted(groupPk);
    }
  }

  /** Releases what a group whose job has ended still holds on the AI server. */
  public boolean releaseService(long groupPk) {
    Optional<AiService> service = ledger.serviceToRelease(groupPk);
    if (service.isEmpty()) {
      return true;
    }
    try {
      release.release(service.get());
      ledger.released(groupPk);
      firstRefusals.remove(groupPk);
      return true;
    } catch (NotReleasedException e) {
      LOG.log(Level.WARNING, "group key {0}: {1}", Long.toString(groupPk), e.getMessage());
      return patienceIsOver(groupPk, e.getMessage());
    }
  }

  private boolean patienceIsOver(long groupPk, String why) {
    // From the first try, not from the group's end: its job may have lived on for hours after.
    Instant first = firstRefusals.computeIfAbsent(groupPk, unused -> clock.instant());
    if (first.plus(RELEASE_PATIENCE).isAfter(clock.instant())) {
      return false;
    }
    ledger.releaseGivenUp(groupPk, why);
    firstRefusals.remove(groupPk);
    return true;
  }

  /** Whether the job has ended, or is known not to exist. */
  private boolean endJob(long groupPk, RetirementLedger.OpenJob open) {
    Dispatcher dispatcher = dispatchers.byName(open.dispatcher());
    try {
      boolean over = true;
      for (JobId job : jobsOf(dispatcher, open)) {
        dispatcher.cancel(job);
        Optional<JobStatus> end =
            Optional.ofNullable(dispatcher.observe(Set.of(job)).get(job))
                .filter(status -> status.phase().ended());
        end.ifPresent(status -> ledger.jobEnded(groupPk, open.nonce(), status));
        over &= end.isPresent();
      }
      if (over) {
        // Nothing was found: after the quarantine nothing can come any more.
        over = open.jobId().isPresent() || ledger.neverExisted(groupPk, open.nonce());
      }
      return over;
    } catch (DispatcherUnavailableException e) {
      LOG.log(Level.WARNING, "group key {0}: {1}; tried again", groupPk, e.getMessage());
      return false;
    }
  }

  private static List<JobId> jobsOf(Dispatcher dispatcher, RetirementLedger.OpenJob open)
      throws DispatcherUnavailableException {
    if (open.jobId().isPresent()) {
      return List.of(open.jobId().get());
    }
    List<JobId> found = new ArrayList<>();
    for (JobStatus status : dispatcher.find(open.name())) {
      if (!status.phase().ended()) {
        found.add(status.job());
      }
    }
    return found;
  }
}
