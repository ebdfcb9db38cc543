package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.dispatch.Dispatcher;
import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobNodes;
import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.service.dispatch.JobStatus;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import eu.aifactory.clients.slurm.SubmitOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Starts agents in jobs of Slurm. */
@ApplicationScoped
public class SlurmDispatcher implements Dispatcher {
  public static final String NAME = "slurm";

  private SlurmSite site;

  protected SlurmDispatcher() {
    // for the container
  }

  @Inject
  SlurmDispatcher(SlurmSite site) {
    this.site = site;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare() {
    site.stageAgent();
  }

  @Override
  public Optional<String> trouble() {
    return site.trouble();
  }

  @Override
  public Submission submit(JobRequest request) {
    Optional<JobId> before = site.submitted(request.mark());
    if (before.isPresent()) {
      return new Submission.Submitted(before.get(), null);
    }
    if (site.fault().isPresent()) {
      return new Submission.Refused(site.fault().get());
    }
    Optional<Path> agent = site.agent();
    if (agent.isEmpty()) {
      return new Submission.NotNow(site.trouble().orElse("the agent is not staged yet"));
    }
    SubmitOutcome outcome = site.setup().slurm().submit(site.plan().of(request, agent.get()));
    site.board().expectNews();
    return switch (outcome) {
      case SubmitOutcome.Accepted accepted -> {
        JobId job = new JobId(Long.toString(accepted.jobId()));
        site.remember(request.mark(), job);
        yield new Submission.Submitted(job, accepted.remark());
      }
      case SubmitOutcome.Refused refused -> new Submission.Refused(refused.reason());
      // No job exists: the group waits for a token that Slurm accepts, and says so.
      case SubmitOutcome.BadCredentials refused -> new Submission.NotNow(refused.reason());
      case SubmitOutcome.NotSent away -> new Submission.NotNow(away.reason());
      case SubmitOutcome.Unknown lost -> new Submission.Unknown(lost.reason());
    };
  }

  @Override
  public List<JobStatus> find(JobName name) throws DispatcherUnavailableException {
    return jobs(name::equals);
  }

  @Override
  public List<JobStatus> jobsOf(String deployment) throws DispatcherUnavailableException {
    String prefix = JobName.prefix(deployment);
    return jobs(name -> name.value().startsWith(prefix));
  }

  private List<JobStatus> jobs(Predicate<JobName> wanted) throws DispatcherUnavailableException {
    try {
      return available().all().stream()
          .flatMap(info -> site.reading().status(info).stream())
          .filter(status -> wanted.test(status.name()))
          .toList();
    } catch (SlurmUnavailableException e) {
      throw new DispatcherUnavailableException(e.getMessage(), e);
    }
  }

  @Override
  public Map<JobId, JobStatus> observe(Set<JobId> jobs) throws DispatcherUnavailableException {
    Map<Long, JobId> numbers = new HashMap<>();
    Map<JobId, JobStatus> statuses = new HashMap<>();
    for (JobId job : jobs) {
      number(job)
          .ifPresentOrElse(
              number -> numbers.put(number, job), () -> statuses.put(job, JobStatus.gone(job)));
    }
    try {
      available()
          .of(numbers.keySet())
          .forEach((number, info) -> statuses.put(numbers.get(number), status(number, info)));
      return statuses;
    } catch (SlurmUnavailableException e) {
      throw new DispatcherUnavailableException(e.getMessage(), e);
    }
  }

  /** A number that Slurm has given to a job of another name since: ours is gone. */
  private JobStatus status(long number, Optional<SlurmJobInfo> info) {
    return info.flatMap(site.reading()::status)
        .filter(status -> status.name().value().startsWith(JobName.COMMON_PREFIX))
        .orElseGet(() -> JobStatus.gone(new JobId(Long.toString(number))));
  }

  @Override
  public boolean knowsNodes() {
    return true;
  }

  @Override
  public JobNodes nodesOf(JobId job, JobMark mark) throws DispatcherUnavailableException {
    available();
    Optional<Long> number = number(job);
    if (number.isEmpty()) {
      PlacedJob none = new PlacedJob("job %s, which is none of Slurm's".formatted(job), List.of());
      return new SlurmJobNodes(none, () -> new NodeAddresses(Set.of(), null));
    }
    try {
      return site.nodes().of(number.get(), mark);
    } catch (SlurmUnavailableException e) {
      throw new DispatcherUnavailableException(e.getMessage(), e);
    }
  }

  @Override
  public void cancel(JobId job) throws DispatcherUnavailableException {
    Optional<Long> number = number(job);
    if (number.isEmpty()) {
      return;
    }
    available();
    if (!site.cancellations().isDue(number.get())) {
      return;
    }
    try {
      site.setup().slurm().cancel(number.get());
      site.cancellations().told(number.get());
      site.board().expectNews();
    } catch (SlurmUnavailableException e) {
      throw new DispatcherUnavailableException(e.getMessage(), e);
    }
  }

  @Override
  public Optional<Path> output(JobName name, JobMark mark, JobOutput which) {
    return site.fault().isPresent()
        ? Optional.empty()
        : Optional.of(site.plan().file(name, mark, which))
            .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  private JobBoard available() throws DispatcherUnavailableException {
    Optional<String> fault = site.fault();
    if (fault.isPresent()) {
      throw new DispatcherUnavailableException(fault.get(), null);
    }
    return site.board();
  }

  /** Slurm's number of a job; empty for an id that is none of Slurm's. */
  private static Optional<Long> number(JobId job) {
    return job.value().matches("[0-9]{1,10}")
        ? Optional.of(Long.parseLong(job.value()))
        : Optional.empty();
  }
}
