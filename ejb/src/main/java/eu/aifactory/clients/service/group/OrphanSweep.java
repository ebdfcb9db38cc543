package eu.aifactory.clients.service.group;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.Dispatchers;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.settings.Deployment;
import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Cancels jobs of this deployment that no group owns: one that arrived after its attempt was given
 * up, or whose group was lost with its database.
 */
@ApplicationScoped
public class OrphanSweep {
  private static final System.Logger LOG = System.getLogger(OrphanSweep.class.getName());

  private JobAttempts attempts;
  private Dispatchers dispatchers;
  private Deployment deployment;
  private ServiceSettings settings;
  private GroupErrands errands;

  protected OrphanSweep() {
    // for the container
  }

  @Inject
  OrphanSweep(
      JobAttempts attempts,
      Dispatchers dispatchers,
      Deployment deployment,
      ServiceSettings settings,
      GroupErrands errands) {
    this.attempts = attempts;
    this.dispatchers = dispatchers;
    this.deployment = deployment;
    this.settings = settings;
    this.errands = errands;
  }

  /** Sweeps in the background, unless the last sweep is still under way. Never throws. */
  public void start() {
    errands.run("orphan sweep", this::sweep);
  }

  void sweep() {
    try {
      Dispatcher dispatcher = dispatchers.byName(settings.dispatcher());
      // The jobs first: an attempt is stored before its job is submitted, so none is missed.
      List<JobStatus> jobs = dispatcher.jobsOf(deployment.name());
      List<JobAttempt> owners = attempts.thatMayHaveJobs();
      for (JobStatus job : jobs) {
        if (!job.phase().ended() && owners.stream().noneMatch(owner -> owns(owner, job))) {
          LOG.log(Level.WARNING, "job {0} ({1}) has no owner: cancelled", job.job(), job.name());
          dispatcher.cancel(job.job());
        }
      }
    } catch (DispatcherUnavailableException e) {
      LOG.log(Level.DEBUG, "no sweep: {0}", e.getMessage());
    }
  }

  private static boolean owns(JobAttempt attempt, JobStatus job) {
    return attempt.jobId().isPresent()
        ? attempt.jobId().get().equals(job.job())
        : attempt.jobName().equals(job.name()) && job.mayBeOf(attempt.nonce());
  }
}
