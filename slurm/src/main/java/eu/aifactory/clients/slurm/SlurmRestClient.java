package eu.aifactory.clients.slurm;

import eu.aifactory.clients.slurm.RestConnection.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Slurm by its slurmrestd, API v0.0.36 to v0.0.45. Errors are judged by Slurm's own number first
 * and by the HTTP status second; only {@code Invalid job id} (2017) says that a job is gone.
 *
 * <p>A call is made a second time in two cases only, in both of which nothing was done: Slurm did
 * not accept the token and there is another one, or slurmrestd no longer serves the version of the
 * API that it was found to serve.
 *
 * <p>Slurm 22.05 gives one vague error for a bad token and for a slurmctld that is away. A submit
 * to it begins with a question that tells them apart, so that a refused token is never taken for a
 * submit whose answer was lost.
 */
public final class SlurmRestClient implements SlurmClient {
  /** Of more nodes than that, all of the cluster's are asked for at once. */
  static final int NODES_ASKED_FOR_ONE_BY_ONE = 3;

  private final SlurmRestSettings settings;
  private final RestCalls calls;

  public SlurmRestClient(SlurmRestSettings settings, TokenSource tokens) {
    this.settings = settings;
    this.calls = new RestCalls(settings, tokens);
  }

  @Override
  public SubmitOutcome submit(SlurmJob job) {
    Optional<String> fault = JobCheck.fault(job);
    if (fault.isPresent()) {
      return new SubmitOutcome.Refused(fault.get());
    }
    try {
      SubmitBody body = new SubmitBody(calls.version());
      Optional<String> unsupported = body.unsupported(job);
      return unsupported.isPresent()
          ? new SubmitOutcome.Refused(unsupported.get())
          : body.explained(calls.submit(version -> submission(version, job)), job);
    } catch (SlurmUnavailableException e) {
      return e.isBadCredentials()
          ? new SubmitOutcome.BadCredentials(e.getMessage())
          : new SubmitOutcome.NotSent(e.getMessage());
    }
  }

  private Question submission(ApiVersion version, SlurmJob job) {
    return new Question(
        "POST",
        "/slurm/%s/job/submit".formatted(version),
        Optional.of(new SubmitBody(version).of(job)),
        settings.submitWithin(),
        RestConnection.BYTES_MOST);
  }

  /**
   * {@inheritDoc}
   *
   * <p>v0.0.36 does not tell whose a job is: there all jobs come, with no user's name.
   */
  @Override
  public List<SlurmJobInfo> jobs() throws SlurmUnavailableException {
    RestAnswer answer =
        calls
            .ask(
                version ->
                    new Question(
                        "GET",
                        "/slurm/%s/jobs".formatted(version),
                        Optional.empty(),
                        settings.readWithin(),
                        settings.jobsBytesMost()),
                this::isOurs)
            .answer();
    if (!answer.isOk() || !answer.listsJobs() || !answer.errors().isEmpty()) {
      throw unavailable("for the list of jobs", answer);
    }
    return answer.jobs();
  }

  private boolean isOurs(SlurmJobInfo job) {
    return job.userName() == null || job.userName().equals(settings.userName());
  }

  @Override
  public Optional<SlurmJobInfo> job(long jobId) throws SlurmUnavailableException {
    RestCalls.Answered answered =
        calls.ask(
            version ->
                Question.get("/slurm/%s/job/%d".formatted(version, jobId), settings.readWithin()),
            job -> job.jobId() == jobId);
    RestAnswer answer = answered.answer();
    if (answer.isOk() && answer.errors().isEmpty() && !answer.jobs().isEmpty()) {
      return Optional.of(answer.jobs().getFirst());
    }
    if (answer.isNoSuchJob()) {
      return Optional.empty();
    }
    if (answered.version().number() == 36) {
      // It has one error for a job that is gone and for a slurmctld that is away; the list tells.
      return jobs().stream().filter(job -> job.jobId() == jobId).findFirst();
    }
    throw unavailable("for job %d".formatted(jobId), answer);
  }

  /** {@inheritDoc} */
  @Override
  public List<SlurmNode> nodes(String hostList) throws SlurmUnavailableException {
    Set<String> wanted = NodeTable.names(hostList);
    List<SlurmNode> found = new ArrayList<>();
    if (wanted.size() > NODES_ASKED_FOR_ONE_BY_ONE) {
      found.addAll(nodesAt("nodes"));
    } else {
      for (String name : wanted) {
        found.addAll(nodesAt("node/" + name));
      }
    }
    return NodeTable.only(wanted, found);
  }

  private List<SlurmNode> nodesAt(String path) throws SlurmUnavailableException {
    RestAnswer answer =
        calls
            .ask(
                version ->
                    new Question(
                        "GET",
                        "/slurm/%s/%s".formatted(version, path),
                        Optional.empty(),
                        settings.readWithin(),
                        settings.jobsBytesMost()),
                job -> true)
            .answer();
    if (!answer.isOk() || !answer.errors().isEmpty()) {
      throw unavailable("for " + path, answer);
    }
    return answer.nodes();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Only a job of the user in whose name this client speaks is cancelled: slurmctld 24.11 and
   * 26.05 hang for good when someone asks for the cancellation of another's.
   */
  @Override
  public void cancel(long jobId) throws SlurmUnavailableException {
    Optional<SlurmJobInfo> job = job(jobId);
    if (job.isEmpty()) {
      return;
    }
    if (!isOurs(job.get())) {
      throw SlurmUnavailableException.because(
          "Job %d is not cancelled: it belongs to %s, not to %s."
              .formatted(jobId, job.get().userName(), settings.userName()),
          null);
    }
    // No signal named: Slurm then cancels the job, with SIGTERM and KillWait before SIGKILL. A
    // wrong name would cancel it as well, and be answered with 200.
    RestAnswer answer =
        calls
            .ask(
                version ->
                    new Question(
                        "DELETE",
                        "/slurm/%s/job/%d".formatted(version, jobId),
                        Optional.empty(),
                        settings.submitWithin(),
                        RestConnection.BYTES_MOST),
                any -> true)
            .answer();
    if (!CancelAnswer.isDone(answer)) {
      throw unavailable("to cancel job %d".formatted(jobId), answer);
    }
  }

  private SlurmUnavailableException unavailable(String what, RestAnswer answer) {
    return SlurmUnavailableException.because(
        "Slurm was asked %s, and slurmrestd at %s answered: %s."
            .formatted(what, settings.url(), answer.words()),
        null);
  }

  @Override
  public String description() {
    return calls.description();
  }
}
