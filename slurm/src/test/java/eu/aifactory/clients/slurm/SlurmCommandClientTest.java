package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With scripts in the place of Slurm's commands. */
class SlurmCommandClientTest {
  private static final String USER = "hpcuser";
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private SlurmCommandClient client() {
    return client(LONG, 1024 * 1024);
  }

  private SlurmCommandClient client(Duration within, int outputBytesMost) {
    return new SlurmCommandClient(
        new SlurmCommandSettings(
            Optional.of(folder),
            USER,
            Map.of("SLURM_CONF", "/etc/some.conf"),
            within,
            within,
            outputBytesMost));
  }

  private void command(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void handsSbatchTheJobAndNothingElse() throws IOException {
    command(
        "sbatch",
        """
        here=%s
        /usr/bin/env -0 > $here/environment
        for argument in "$@"; do printf '%%s\\n' "$argument"; done > $here/arguments
        /bin/cat > $here/script
        echo '42;cluster'
        """
            .formatted(folder));
    SlurmJob job =
        Jobs.of(
            "aif.d.7.1",
            "#!/bin/bash\necho \"$AIF_TEXT\"\n",
            Path.of("/tmp"),
            new JobOptions(
                "debug", "a c", "q", "c&d", "r", "gpu:1", 2, "2G", 3, "node[1-2],node4"));

    SubmitOutcome outcome = client().submit(job);

    assertThat(outcome).isEqualTo(new SubmitOutcome.Accepted(42, null));
    assertThat(Files.readString(folder.resolve("script"))).isEqualTo(job.script());
    assertThat(Files.readAllLines(folder.resolve("arguments")))
        .containsExactlyInAnyOrder(
            "--parsable",
            "--export=ALL",
            "--no-requeue",
            "--job-name=aif.d.7.1",
            "--comment=comment of aif.d.7.1",
            "--chdir=/tmp",
            "--output=/tmp/aif.d.7.1.out",
            "--error=/tmp/aif.d.7.1.err",
            "--time=2",
            "--ntasks=2",
            "--partition=debug",
            "--account=a c",
            "--qos=q",
            "--constraint=c&d",
            "--reservation=r",
            "--gres=gpu:1",
            "--cpus-per-task=2",
            "--mem=2048M",
            "--nodes=3",
            "--exclude=node[1-2],node4");
    assertThat(Files.readString(folder.resolve("environment")).split("\0"))
        // The shell adds these two of its own.
        .filteredOn(variable -> !variable.matches("(PWD|_|SHLVL|OLDPWD)=.*"))
        .containsExactlyInAnyOrder(
            "PATH=/usr/local/bin:/usr/bin:/bin",
            "HOME=/tmp",
            "AIF_TEXT=a b=c",
            "SLURM_CONF=/etc/some.conf");
  }

  @Test
  void keepsWhatSbatchWarnedOf() throws IOException {
    command("sbatch", "echo 'sbatch: warning: held' >&2; echo 7");

    assertThat(client().submit(Jobs.plain()))
        .isEqualTo(new SubmitOutcome.Accepted(7, "sbatch: warning: held"));
  }

  @Test
  void refusesAnEnvironmentThatSbatchWouldReadAsOptions() {
    SlurmJob job = Jobs.plain();
    SlurmJob hidden =
        new SlurmJob(
            job.name(),
            job.comment(),
            job.script(),
            Map.of("SBATCH_RESERVATION", "x"),
            job.workingDirectory(),
            job.stdout(),
            job.stderr(),
            job.timeLimit(),
            1,
            job.options());

    assertThat(client().submit(hidden)).isInstanceOf(SubmitOutcome.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Refused        | 1   | sbatch: error: Batch job submission failed: Invalid partition name specified
          Refused        | 1   | sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified
          Refused        | 1   | sbatch: error: Batch job submission failed: Requested time limit is invalid (missing or exceeds some limit)
          Refused        | 1   | sbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)
          Refused        | 255 | sbatch: error: Invalid --mem specification
          Refused        | 1   | /usr/bin/sbatch: unrecognized option '--bogus'
          NotSent        | 1   | sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)
          NotSent        | 1   | sbatch: error: Batch job submission failed: Requested nodes are busy
          NotSent        | 1   | sbatch: fatal: Could not establish a configuration source
          NotSent        | 127 | sbatch: 2: exec: /opt/slurm/bin/sbatch: not found
          BadCredentials | 1   | sbatch: error: Batch job submission failed: Protocol authentication error
          Unknown        | 1   | sbatch: error: Batch job submission failed: Socket timed out on send/recv operation
          Unknown        | 1   | sbatch: error: Batch job submission failed: Zero Bytes were transmitted or received
          Unknown        | 1   | sbatch: error: Batch job submission failed: Unable to contact slurm controller (receive failure)
          Unknown        | 1   | sbatch: error: Batch job submission failed: Connection reset by peer
          Unknown        | 1   | sbatch: error: Batch job submission failed: Unspecified error
          Unknown        | 0   | sbatch: said nothing of a job
          Unknown        | 137 | sbatch: was killed
          """)
  void judgesByTheWordsOfSbatch(String expected, int exitCode, String words) throws IOException {
    Files.writeString(folder.resolve("words"), words + "\n");
    command("sbatch", "/bin/cat %s/words >&2; exit %d".formatted(folder, exitCode));

    SubmitOutcome outcome = client().submit(Jobs.plain());

    assertThat(outcome.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(outcome.toString()).contains(words.replaceFirst(".*failed: ", ""));
  }

  @Test
  void killsAnSbatchThatHangsAndDoesNotKnowWhatItDid() throws IOException {
    command("sbatch", "echo $$ > %s/pid; /bin/sleep 60".formatted(folder));

    SubmitOutcome outcome = client(Duration.ofSeconds(1), 1024).submit(Jobs.plain());

    assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
    assertThat(outcome.toString()).contains("did not end within 1 s");
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(pid)
        .ifPresent(killed -> assertThat(killed.onExit()).succeedsWithin(Duration.ofSeconds(10)));
  }

  @Test
  void sendsNothingWithoutAnSbatch() {
    SubmitOutcome outcome = client().submit(Jobs.plain());

    assertThat(outcome).isInstanceOf(SubmitOutcome.NotSent.class);
    assertThat(outcome.toString()).contains(folder.resolve("sbatch").toString());
  }

  @Test
  void readsTheJsonOfSqueue() throws Exception {
    command(
        "squeue",
        """
        case "$*" in *--json*) ;; *) exit 9;; esac
        echo '{"errors":[],"jobs":[
          {"job_id":1,"name":"a","user_name":"hpcuser","job_state":["RUNNING"]},
          {"job_id":2,"name":"b","user_name":"other","job_state":"RUNNING"}]}'
        """);

    assertThat(client().jobs()).extracting(SlurmJobInfo::jobId).containsExactly(1L);
    assertThat(client().job(1)).get().extracting(SlurmJobInfo::name).isEqualTo("a");
    assertThat(client().job(3)).isEmpty();
  }

  private static String row(String... fields) {
    int[] widths = {20, 64, 24, 64, 24, 12, 12, 256, 1024, 2048};
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < fields.length; i++) {
      row.append(fields[i]).append(" ".repeat(widths[i] - fields[i].length()));
    }
    return row.toString();
  }

  private void oldSqueue(String table) throws IOException {
    Files.writeString(folder.resolve("table"), table);
    command(
        "squeue",
        """
        case "$*" in *--json*) echo "squeue: unrecognized option '--json'" >&2; exit 1;; esac
        [ "$SLURM_TIME_FORMAT" = %%s ] || exit 8
        /bin/cat %s/table
        """
            .formatted(folder));
  }

  @Test
  void readsTheTableOfAnOldSqueue() throws Exception {
    oldSqueue(
        row(
                "5",
                USER,
                "FAILED",
                "NonZeroExitCode",
                "1795489530",
                "1792",
                "0",
                "aif.d.7.1",
                "a|b c",
                "c[1-2]")
            + "\n"
            + row("6", USER, "PENDING", "Resources", "1795489531", "0", "1", "x", "(null)")
            + "\n");

    List<SlurmJobInfo> jobs = client().jobs();

    assertThat(jobs)
        .containsExactly(
            new SlurmJobInfo(
                5,
                "aif.d.7.1",
                "a|b c",
                USER,
                SlurmJobState.FAILED,
                false,
                "NonZeroExitCode",
                new SlurmJobInfo.JobExit(7, 0),
                Instant.ofEpochSecond(1795489530),
                0,
                "c[1-2]"),
            new SlurmJobInfo(
                6,
                "x",
                null,
                USER,
                SlurmJobState.PENDING,
                false,
                "Resources",
                null,
                Instant.ofEpochSecond(1795489531),
                1,
                ""));
  }

  @Test
  void takesAListOfNodesThatMayHaveBeenCutForNone() throws Exception {
    String cut = "n1,".repeat(1000).substring(0, 2048);
    oldSqueue(row("5", USER, "RUNNING", "None", "1795489530", "0", "0", "x", "", cut) + "\n");

    assertThat(client().jobs()).extracting(SlurmJobInfo::nodes).containsExactly((String) null);
  }

  @Test
  void asksSinfoForTheNodesOfAJobAndReadsEachOnce() throws Exception {
    command(
        "sinfo",
        """
        printf '%%s\\n' "$@" > %s/arguments
        printf 'c1|10.0.0.1|c1\\nc1|10.0.0.1|c1\\nc2|c2-hsn|c2\\n'
        """
            .formatted(folder));

    assertThat(client().nodes("c[1-2]"))
        .containsExactly(
            new SlurmNode("c1", "10.0.0.1", "c1"), new SlurmNode("c2", "c2-hsn", "c2"));
    assertThat(Files.readAllLines(folder.resolve("arguments")))
        .containsExactly("--all", "--Node", "--noheader", "--nodes=c[1-2]", "--format=%N|%o|%n");
    assertThatThrownBy(() -> client().nodes("c[1-3]"))
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContaining("c3");
    assertThatThrownBy(() -> client().nodes("c[1-"))
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContaining("c[1-");
    command("sinfo", "echo 'sinfo: error: no slurmctld' >&2; exit 1");
    assertThatThrownBy(() -> client().nodes("c1"))
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContaining("no slurmctld");
  }

  @ParameterizedTest
  @CsvSource({"1792, 7, 0", "15, -1, 15", "7:0, 7, 0", "0:15, -1, 15", "0:0, 0, 0"})
  void readsAnExitCodeAsAnySqueueWritesIt(String written, int code, int signal) throws Exception {
    oldSqueue(row("5", USER, "FAILED", "None", "1795489530", written, "0", "x", "") + "\n");

    assertThat(client().jobs())
        .singleElement()
        .extracting(SlurmJobInfo::exit)
        .isEqualTo(new SlurmJobInfo.JobExit(code, signal));
  }

  @Test
  void takesNoRubbishForAnEmptyList() throws IOException {
    oldSqueue("slurm_load_jobs: something\n");

    assertThatThrownBy(() -> client().jobs())
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContaining("slurm_load_jobs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo '{\"jobs\":[{\"job_id\":1'",
        "echo '{\"jobs\":[],\"errors\":[{\"error\":\"Unable to contact\",\"error_number\":1800}]}'",
        "echo '{}'",
        "true",
        "echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1",
        "echo '{\"jobs\":[],\"errors\":[]}'; exit 1"
      })
  void concludesNothingFromASqueueThatFails(String script) throws IOException {
    command("squeue", script);

    assertThatThrownBy(() -> client().jobs()).isInstanceOf(SlurmUnavailableException.class);
    assertThatThrownBy(() -> client().job(1)).isInstanceOf(SlurmUnavailableException.class);
  }

  @Test
  void knowsAJobIsGoneWhenSlurmSaysSo() throws Exception {
    command("squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");

    assertThat(client().job(1)).isEmpty();
    assertThatThrownBy(() -> client().jobs()).isInstanceOf(SlurmUnavailableException.class);
  }

  @Test
  void boundsWhatSqueuePrints() throws IOException {
    command("squeue", "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done");

    assertThatThrownBy(() -> client(LONG, 10_000).jobs())
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContaining("more than 10000 bytes");
  }

  @Test
  void cancelsOurJobsAlone() throws Exception {
    command("scancel", "echo \"$*\" > %s/cancelled".formatted(folder));

    client().cancel(9);

    assertThat(Files.readString(folder.resolve("cancelled"))).isEqualTo("--user=hpcuser 9\n");
  }

  @Test
  void doesNotMindThatAJobHasEnded() throws Exception {
    command(
        "scancel",
        "echo 'scancel: error: Kill job error on job id 9: Invalid job id specified' >&2; exit 1");

    client().cancel(9);
  }

  @Test
  void saysWhenACancelMayNotHaveArrived() throws IOException {
    command("scancel", "echo 'scancel: error: Unable to contact slurm controller' >&2; exit 1");

    assertThatThrownBy(() -> client().cancel(9))
        .isInstanceOf(SlurmUnavailableException.class)
        .hasMessageContaining("Unable to contact slurm controller");
  }
}
