package eu.aifactory.clients.service.dispatch;

import eu.aifactory.clients.service.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Starts agents as processes on this host: the embedded default. A job is a folder and a process
 * group of its own, so it outlives the service, and a service that starts again finds it.
 */
@ApplicationScoped
public class LocalDispatcher implements Dispatcher {
  public static final String NAME = "local";

  private Path jobsFolder;
  private Path startScript;
  private LocalContainer container;
  private Clock clock;

  protected LocalDispatcher() {
    // for the container
  }

  @Inject
  LocalDispatcher(ServiceSettings settings) {
    this(
        settings.jobsDir().orElse(Path.of(System.getProperty("java.io.tmpdir"), "aif", "jobs")),
        settings.agentHome().orElse(Path.of("client-agent/target/agent")),
        new LocalContainer(settings.container(), settings.clientImage()),
        Clock.systemUTC());
  }

  /**
   * Runs agents without a container.
   *
   * @param jobsFolder that holds a folder for each job
   * @param agentHome folder of {@code start_client.sh}
   */
  public LocalDispatcher(Path jobsFolder, Path agentHome, Clock clock) {
    this(jobsFolder, agentHome, LocalContainer.NONE, clock);
  }

  LocalDispatcher(Path jobsFolder, Path agentHome, LocalContainer container, Clock clock) {
    this.jobsFolder = jobsFolder.toAbsolutePath();
    this.startScript = agentHome.resolve("start_client.sh").toAbsolutePath();
    this.container = container;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> trouble() {
    return container.fault();
  }

  @Override
  public Submission submit(JobRequest request) {
    if (container.fault().isPresent()) {
      return new Submission.Refused(container.fault().get());
    }
    if (!Files.isExecutable(startScript)) {
      return new Submission.Refused(
          "there is no agent to start: %s is missing or not executable".formatted(startScript));
    }
    LocalJob job = LocalJob.of(jobsFolder, request.name(), request.mark(), clock);
    try {
      Files.createDirectories(jobsFolder);
      Files.createDirectory(job.folder());
    } catch (FileAlreadyExistsException e) {
      // This very attempt was submitted before: the same job, not another.
      return new Submission.Submitted(job.id(), null);
    } catch (IOException e) {
      return new Submission.Refused("the job's folder cannot be made: " + e);
    }
    try {
      job.start(request, startScript, container);
      return new Submission.Submitted(job.id(), null);
    } catch (IOException e) {
      job.markFailedToStart();
      return new Submission.Refused("the job's process cannot be started: " + e.getMessage());
    }
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
    try (Stream<Path> folders = Files.list(jobsFolder)) {
      return folders
          .sorted()
          .flatMap(folder -> LocalJob.in(folder, clock).stream())
          .filter(job -> wanted.test(job.name()))
          .map(LocalJob::status)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | UncheckedIOException e) {
      throw new DispatcherUnavailableException("the jobs' folder cannot be read: " + e, e);
    }
  }

  @Override
  public Map<JobId, JobStatus> observe(Set<JobId> jobs) throws DispatcherUnavailableException {
    Map<JobId, JobStatus> found = new HashMap<>();
    try {
      for (JobId job : jobs) {
        found.put(job, existing(job).map(LocalJob::status).orElseGet(() -> JobStatus.gone(job)));
      }
    } catch (UncheckedIOException e) {
      throw new DispatcherUnavailableException("a job's folder cannot be read: " + e, e);
    }
    return found;
  }

  @Override
  public void cancel(JobId job) throws DispatcherUnavailableException {
    try {
      Optional<LocalJob> local = existing(job);
      if (local.isPresent()) {
        local.get().cancel();
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DispatcherUnavailableException(
          "job %s cannot be cancelled: %s".formatted(job, e), e);
    }
  }

  @Override
  public Optional<Path> output(JobName name, JobMark mark, JobOutput which) {
    return Optional.of(LocalJob.of(jobsFolder, name, mark, clock).output(which))
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  private Optional<LocalJob> existing(JobId job) {
    return LocalJob.byId(jobsFolder, job, clock).filter(local -> Files.isDirectory(local.folder()));
  }
}
