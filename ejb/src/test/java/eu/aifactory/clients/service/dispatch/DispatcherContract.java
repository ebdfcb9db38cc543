package eu.aifactory.clients.service.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.service.dispatch.JobStatus.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every dispatcher has to keep, whatever it starts jobs with. */
public abstract class DispatcherContract {
  /** A cluster remembers the jobs of the tests before for a while. */
  private static final long GENERATION = System.currentTimeMillis();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Under test; its agents do what {@link Behaviour} says. */
  protected abstract Dispatcher dispatcher();

  /** Makes agents that are started from now on behave like this. */
  protected abstract void agentsWill(Behaviour behaviour) throws Exception;

  /** How many agent processes of this job are alive, whatever the dispatcher says. */
  protected abstract long agentsAlive(JobName name);

  /** What an agent may do. */
  protected enum Behaviour {
    WAIT_FOR_SIGTERM,
    END_AT_ONCE,
    FAIL,
    IGNORE_SIGTERM
  }

  private JobId started;

  protected JobId started() {
    return started;
  }

  @AfterEach
  void cancelWhatIsLeft() throws Exception {
    if (started != null) {
      dispatcher().cancel(started);
      await(started, status -> status.phase().ended());
    }
  }

  @Test
  void startsTheAgentsThatWereAskedFor() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);

    submit(request("starts", "nonce-starts-0001", 3, Duration.ofMinutes(1)));

    await(started, status -> status.phase() == Phase.RUNNING);
    awaitAgents("starts", 3);
  }

  @Test
  void givesTheSameAttemptTheSameJob() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);
    JobRequest request = request("twice", "nonce-twice-0001", 1, Duration.ofMinutes(1));

    submit(request);
    JobId first = started;
    submit(request);

    assertThat(started).isEqualTo(first);
    assertThat(dispatcher().find(request.name())).hasSize(1);
    awaitAgents("twice", 1);
  }

  @Test
  void findsAJobByItsNameAndKnowsItsNonce() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);
    JobRequest request = request("found", "nonce-found-0001", 1, Duration.ofMinutes(1));

    submit(request);

    List<JobStatus> found = dispatcher().find(request.name());
    assertThat(found).extracting(JobStatus::job).containsExactly(started);
    assertThat(found).extracting(JobStatus::mark).containsExactly(request.mark());
    assertThat(dispatcher().find(new JobName("aif.test.nothing.1"))).isEmpty();
  }

  @Test
  void listsTheJobsOfItsDeploymentAlone() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);

    submit(request("listed", "nonce-listed-0001", 1, Duration.ofMinutes(1)));

    assertThat(dispatcher().jobsOf("test")).extracting(JobStatus::job).contains(started);
    assertThat(dispatcher().jobsOf("tes")).isEmpty();
  }

  @Test
  void keepsWhatAJobWrote() throws Exception {
    agentsWill(Behaviour.FAIL);
    JobRequest request = request("wrote", "nonce-wrote-0001", 1, Duration.ofMinutes(1));

    submit(request);
    await(started, status -> status.phase().ended());

    Path stderr =
        dispatcher().output(request.name(), request.mark(), JobOutput.STDERR).orElseThrow();
    assertThat(Files.readString(stderr)).contains("the agent says why");
    assertThat(dispatcher().output(request.name(), JobMark.of("another"), JobOutput.STDERR))
        .isEmpty();
  }

  @Test
  void reportsTheEndOfAJobThatEndsByItself() throws Exception {
    agentsWill(Behaviour.END_AT_ONCE);

    submit(request("ends", "nonce-ends-0001", 2, Duration.ofMinutes(1)));

    assertThat(await(started, status -> status.phase().ended()).phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void reportsAFailureWithItsReason() throws Exception {
    agentsWill(Behaviour.FAIL);

    submit(request("fails", "nonce-fails-0001", 1, Duration.ofMinutes(1)));

    JobStatus status = await(started, s -> s.phase().ended());
    assertThat(status.phase()).isEqualTo(Phase.FAILED);
    assertThat(status.reason()).contains("7");
  }

  @Test
  void cancelsAJobAndItsAgents() throws Exception {
    agentsWill(Behaviour.WAIT_FOR_SIGTERM);
    submit(request("cancelled", "nonce-cancelled-01", 2, Duration.ofMinutes(1)));
    awaitAgents("cancelled", 2);

    dispatcher().cancel(started);

    assertThat(await(started, status -> status.phase().ended()).phase()).isEqualTo(Phase.CANCELLED);
    awaitAgents("cancelled", 0);
  }

  @Test
  void cancellingAgainOrTheUnknownDoesNothing() throws Exception {
    agentsWill(Behaviour.END_AT_ONCE);
    submit(request("again", "nonce-again-0001", 1, Duration.ofMinutes(1)));
    JobStatus end = await(started, status -> status.phase().ended());

    dispatcher().cancel(started);
    dispatcher().cancel(unknownJob());

    assertThat(await(started, status -> true)).isEqualTo(end);
  }

  @Test
  void knowsThatAJobWhichItNeverHadIsGone() throws Exception {
    assertThat(await(unknownJob(), status -> true).phase()).isEqualTo(Phase.GONE);
  }

  /** An id of the right form that no job has. */
  protected abstract JobId unknownJob();

  protected JobId submit(JobRequest request) {
    Submission submission = dispatcher().submit(request);
    assertThat(submission).isInstanceOf(Submission.Submitted.class);
    started = ((Submission.Submitted) submission).job();
    return started;
  }

  protected JobStatus await(JobId job, Predicate<JobStatus> wanted) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Map<JobId, JobStatus> seen = dispatcher().observe(Set.of(job));
      if (seen.containsKey(job) && wanted.test(seen.get(job))) {
        return seen.get(job);
      }
      assertThat(Instant.now()).as("waiting for %s, seen %s", job, seen).isBefore(end);
      Thread.sleep(50);
    }
  }

  protected void awaitAgents(String name, long wanted) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (agentsAlive(jobName(name)) != wanted) {
      assertThat(Instant.now())
          .as("waiting for %d agents, alive are %d", wanted, agentsAlive(jobName(name)))
          .isBefore(end);
      Thread.sleep(50);
    }
  }

  protected static JobRequest request(String name, String nonce, int agents, Duration limit) {
    return new JobRequest(
        jobName(name),
        nonce,
        nonce,
        123,
        4,
        agents,
        limit,
        "http://127.0.0.1:1",
        "http://127.0.0.1:2",
        JobOptions.none(),
        "correlation-" + name,
        Map.of("AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS", "7.5"));
  }

  protected static JobName jobName(String name) {
    return new JobName("aif.test.%s.%d".formatted(name, GENERATION));
  }
}
