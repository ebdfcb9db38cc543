package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways in, on a real Slurm, where there is one. */
class RealSlurmTest {
  private static final long NO_SUCH_JOB = 60_000_000;
  private static final String COMMANDS = "commands";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;

  // Before each and not once for all, so that the report counts what was skipped.
  @BeforeEach
  void needARealSlurm() {
    SlurmLab.commands();
    SlurmLab.url();
  }

  @AfterEach
  void removeFolders() {
    SlurmLab.removeFolders();
  }

  private SlurmClient client(String way) {
    return way.equals(COMMANDS)
        ? new SlurmCommandClient(
            SlurmCommandSettings.of(Optional.of(SlurmLab.commandsAsUser(folder)), SlurmLab.USER))
        : rest(way, SlurmLab.token(HOUR));
  }

  private static SlurmRestClient rest(String apiVersion, SlurmToken token) {
    return new SlurmRestClient(
        SlurmRestSettings.of(SlurmLab.url(), SlurmLab.USER, apiVersion), () -> Optional.of(token));
  }

  private static SlurmJob job(String script, JobOptions options) {
    String name = "aif.test." + UUID.randomUUID();
    return Jobs.of(name, "#!/bin/bash\n" + script + "\n", SlurmLab.openFolder(), options);
  }

  private static long accepted(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Accepted.class);
    return ((SubmitOutcome.Accepted) outcome).jobId();
  }

  private static JobOptions onOneNode(String partition) {
    return new JobOptions(partition, null, null, null, null, null, 1, "100M", 1, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "commands"})
  void runsAJobAndCancelsIt(String way) throws Exception {
    SlurmClient client = client(way);
    SlurmJob job = job("sleep 300", onOneNode(null));

    long id = accepted(client.submit(job));

    SlurmJobInfo running = SlurmLab.await(client, id, j -> j.state() == SlurmJobState.RUNNING);
    assertThat(running.name()).isEqualTo(job.name());
    assertThat(running.comment()).isEqualTo(job.comment());
    assertThat(running.userName()).isEqualTo(SlurmLab.USER);
    assertThat(running.exit()).isNull();
    assertThat(running.submittedAt())
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
    assertThat(client.jobs()).filteredOn(j -> j.name().equals(job.name())).hasSize(1);
    assertThat(SlurmLab.shown(id))
        .contains("Requeue=0", "TimeLimit=00:02:00", "MinMemoryNode=100M");
    client.cancel(id);
    SlurmJobInfo end = SlurmLab.await(client, id, j -> j.state() == SlurmJobState.CANCELLED);
    assertThat(end.exit()).isNotNull();
    client.cancel(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "commands"})
  void givesAJobItsEnvironmentAndNothingOfOurs(String way) throws Exception {
    SlurmClient client = client(way);
    SlurmJob job = job("env; exit 7", JobOptions.none());

    long id = accepted(client.submit(job));

    SlurmJobInfo end = SlurmLab.await(client, id, j -> j.state() == SlurmJobState.FAILED);
    assertThat(end.exit()).isEqualTo(new SlurmJobInfo.JobExit(7, 0));
    assertThat(end.reason()).isEqualTo("NonZeroExitCode");
    List<String> environment = lines(job.stdout());
    assertThat(environment).contains("AIF_TEXT=a b=c", "HOME=/tmp");
    assertThat(environment)
        .filteredOn(variable -> !variable.matches("(SLURM|AIF|PATH|HOME|PWD|SHLVL|TMPDIR|_).*"))
        .allMatch(
            variable -> variable.matches("(HOSTNAME|ENVIRONMENT|OLDPWD|CUDA|GPU|ROCR|ZE_).*"));
    assertThat(environment).noneMatch(variable -> variable.startsWith("SLURM_JWT"));
  }

  private static List<String> lines(Path file) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!Files.exists(file) && Instant.now().isBefore(deadline)) {
      Thread.sleep(Duration.ofMillis(50));
    }
    return Files.readAllLines(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "commands"})
  void leavesOutTheNodesToExclude(String way) throws Exception {
    SlurmClient client = client(way);
    SlurmJob job =
        job(
            "sleep 300",
            new JobOptions(null, null, null, null, null, null, 1, null, 2, "node[1-2]"));

    long id = accepted(client.submit(job));

    SlurmLab.await(client, id, j -> j.state() == SlurmJobState.RUNNING);
    assertThat(SlurmLab.shown(id)).contains("ExcNodeList=node[1-2]", "NodeList=node[3-4]");
    client.cancel(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "commands"})
  void saysWhatIsWrongWithAJob(String way) {
    SlurmClient client = client(way);

    assertThat(client.submit(job("true", onOneNode("nosuch"))))
        .isInstanceOf(SubmitOutcome.Refused.class)
        .asString()
        .contains("Invalid partition name specified");
    assertThat(
            client.submit(
                job(
                    "true",
                    new JobOptions(
                        null, null, null, "nosuch", null, null, null, null, null, null))))
        .isInstanceOf(SubmitOutcome.Refused.class)
        .asString()
        .contains("Invalid feature specification");
    assertThat(
            client.submit(
                job(
                    "true",
                    new JobOptions(
                        null, null, null, null, "nosuch", null, null, null, null, null))))
        .isInstanceOf(SubmitOutcome.Refused.class)
        .asString()
        .contains("Requested reservation is invalid");
    assertThat(
            client.submit(
                job(
                    "true",
                    new JobOptions(
                        null, null, null, null, null, "nosuch:1", null, null, null, null))))
        .isInstanceOf(SubmitOutcome.Refused.class)
        .asString()
        .containsIgnoringCase("gres");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "commands"})
  void tellsOfTheNodesOfAJob(String way) throws Exception {
    SlurmClient client = client(way);

    long id =
        accepted(
            client.submit(
                job(
                    "sleep 300",
                    new JobOptions(null, null, null, null, null, null, 1, null, 2, null))));

    String nodes =
        SlurmLab.await(client, id, j -> j.state() == SlurmJobState.RUNNING && !j.nodes().isEmpty())
            .nodes();
    assertThat(SlurmLab.shown(id)).contains(" NodeList=" + nodes);
    assertThat(client.nodes(nodes))
        .extracting(SlurmNode::name)
        .containsExactlyInAnyOrderElementsOf(HostList.expand(nodes))
        .hasSize(2);
    assertThat(client.nodes("node[1-4]"))
        .hasSize(4)
        .allMatch(node -> node.address().equals("127.0.0.1") && !node.hostname().isEmpty());
    client.cancel(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "commands"})
  void knowsThatAJobDoesNotExist(String way) throws Exception {
    SlurmClient client = client(way);

    assertThat(client.job(NO_SUCH_JOB)).isEmpty();
    client.cancel(NO_SUCH_JOB);
  }

  @Test
  void tellsAnExpiredTokenFromASlurmThatIsAway() throws Exception {
    SlurmToken token = SlurmLab.token(Duration.ofSeconds(1));
    Thread.sleep(Duration.ofSeconds(3));

    isRefused(rest("auto", token));
  }

  @Test
  void tellsATokenThatIsNoneFromASlurmThatIsAway() {
    isRefused(rest("auto", SlurmToken.of("not.a.token")));
    String valid = SlurmLab.token(HOUR).secret();
    isRefused(rest("auto", SlurmToken.of(valid.substring(0, valid.length() - 6) + "AAAAAA")));
  }

  private static void isRefused(SlurmRestClient client) {
    SubmitOutcome outcome = client.submit(job("true", JobOptions.none()));
    assertThat(outcome).isInstanceOf(SubmitOutcome.BadCredentials.class);
    assertThat(outcome.toString()).contains("token").doesNotContain("eyJ");
    assertThatThrownBy(client::jobs).satisfies(RealSlurmTest::isOfTheToken);
    assertThatThrownBy(() -> client.job(1)).satisfies(RealSlurmTest::isOfTheToken);
    assertThatThrownBy(() -> client.cancel(NO_SUCH_JOB)).satisfies(RealSlurmTest::isOfTheToken);
  }

  private static void isOfTheToken(Throwable thrown) {
    assertThat(thrown)
        .hasMessageNotContaining("eyJ")
        .isInstanceOfSatisfying(
            SlurmUnavailableException.class, e -> assertThat(e.isBadCredentials()).isTrue());
  }
}
