package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eu.aifactory.clients.protocol.JobOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlurmConfigTest {
  private static final String TOKEN = TokenForTest.of("ann", Instant.now(), Duration.ofHours(1));

  @TempDir Path folder;
  private final Map<String, String> commandLine = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> database = new HashMap<>();
  private final AtomicInteger probes = new AtomicInteger();
  private Optional<String> found = Optional.empty();

  @Test
  void eachPlaceWinsOverThoseBehindIt() throws IOException {
    found = Optional.of("http://found:6820");
    assertOrigin("http://found:6820", "detected: slurmrestd of this machine");

    database.put("url", "http://database:6820");
    assertOrigin("http://database:6820", "database");

    file("# cluster\nurl=http://file:6820\n");
    assertOrigin("http://file:6820", "file " + path() + ", line 2");

    environment.put("AIF_SLURM_URL", "http://environment:6820");
    assertOrigin("http://environment:6820", "environment variable AIF_SLURM_URL");

    commandLine.put("url", "http://command-line:6820");
    assertOrigin("http://command-line:6820", "command line");
    assertThat(load().setting(SlurmKey.URL).orElseThrow().overruled())
        .containsExactly(
            "environment variable AIF_SLURM_URL", "file " + path() + ", line 2", "database");
  }

  @Test
  void theEnvironmentsUserWinsOverTheFiles() throws IOException {
    assertThat(load().userName()).isEqualTo(System.getProperty("user.name"));

    file("user_name=from-file\n");
    assertThat(load().userName()).isEqualTo("from-file");
    environment.put("USERNAME", "windows");
    assertThat(load().userName()).isEqualTo("windows");
    environment.put("USER", "login");
    assertThat(load().userName()).isEqualTo("login");
    environment.put("AIF_SLURM_USER_NAME", "ours");
    assertThat(load().userName()).isEqualTo("ours");
    assertThat(load().setting(SlurmKey.USER_NAME).orElseThrow().overruled())
        .containsExactly("file " + path() + ", line 1");
  }

  @Test
  void aProcessWithoutANameHasToBeToldOne() {
    String own = System.getProperty("user.name");
    System.setProperty("user.name", "?");
    try {
      assertThat(faults()).singleElement().asString().contains("AIF_SLURM_USER_NAME");
      environment.put("USER", "ann");
      assertThat(load().userName()).isEqualTo("ann");
    } finally {
      System.setProperty("user.name", own);
    }
  }

  @Test
  void onlyCommandLineAndEnvironmentNameTheFile() throws IOException {
    database.put("config", "/elsewhere");

    assertThat(faults()).containsExactly("database: unknown key config");
  }

  @Test
  void looksForAClusterOnlyWhereTheAnswerIsUsed() {
    environment.put("AIF_SLURM_URL", "http://slurm:6820");
    load();
    environment.remove("AIF_SLURM_URL");
    environment.put("AIF_SLURM_TRANSPORT", "commands");
    load();
    assertThat(probes).hasValue(0);

    environment.remove("AIF_SLURM_TRANSPORT");
    assertThat(load().url()).isEmpty();
    assertThat(probes).hasValue(1);
  }

  @Test
  void aBlankValueIsNotGiven() throws IOException {
    file("partition=debug\nqos=\n");
    environment.put("AIF_SLURM_PARTITION", " ");
    environment.put("SLURM_JWT", "");

    assertThat(load().jobOptions().partition()).isEqualTo("debug");
    assertThat(load().jobOptions().qos()).isNull();
    assertThat(load().setting(SlurmKey.JWT)).isEmpty();
  }

  @Test
  void givesEachValueItsType() throws IOException {
    file(
        """
        url=http://slurm:6820/
        api_ver=v0.0.41
        account=p7
        transport=rest
        commands=/opt/slurm/bin
        work_dir=/scratch/aif
        stage_dir=/scratch/stage
        partition=gpu,cpu
        qos=normal
        constraint=skylake&ib
        reservation=tests
        gres=gpu:1
        cpus=4
        memory=8G
        exclude=node[1-3]
        module=Java/21.0.2
        container=true
        image=/scratch/client_container.sif
        requests_per_second=2.5
        poll_seconds=0.5
        """);

    SlurmConfig config = load();

    assertThat(config.url()).contains(URI.create("http://slurm:6820"));
    assertThat(config.apiVersion()).isEqualTo("v0.0.41");
    assertThat(config.transport()).isEqualTo(SlurmTransport.REST);
    assertThat(config.commands()).contains(Path.of("/opt/slurm/bin"));
    assertThat(config.workDir()).contains(Path.of("/scratch/aif"));
    assertThat(config.stageDir()).contains(Path.of("/scratch/stage"));
    assertThat(config.jobOptions())
        .isEqualTo(
            new JobOptions(
                "gpu,cpu",
                "p7",
                "normal",
                "skylake&ib",
                "tests",
                "gpu:1",
                4,
                "8G",
                null,
                "node[1-3]"));
    assertThat(config.module()).contains("Java/21.0.2");
    assertThat(config.container()).isTrue();
    assertThat(config.image()).contains(Path.of("/scratch/client_container.sif"));
    assertThat(config.requestsPerSecond()).isEqualTo(2.5);
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void hasDefaultsWhereNothingIsGiven() {
    commandLine.put("work_dir", "/scratch/aif/");

    SlurmConfig config = load();

    assertThat(config.apiVersion()).isEqualTo("auto");
    assertThat(config.transport()).isEqualTo(SlurmTransport.REST);
    assertThat(config.container()).isFalse();
    assertThat(config.requestsPerSecond()).isEqualTo(10);
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.stageDir()).contains(Path.of("/scratch/aif/stage"));
    assertThat(config.jobOptions()).isEqualTo(JobOptions.none());
    assertThat(config.setting(SlurmKey.API_VER).orElseThrow().origin()).isEqualTo("default");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url                 | slurm:6820         | slurm:6820",
        "url                 | ftp://slurm        | ftp://slurm",
        "url                 | http://u:p@slurm   | user",
        "user_name           | ann smith          | ann smith",
        "api_ver             | v0.0.35            | v0.0.36 to v0.0.45",
        "api_ver             | 41                 | 41",
        "account             | p7;reboot          | p7;reboot",
        "transport           | pigeon             | rest or commands",
        "commands            | bin                | absolute",
        "work_dir            | scratch            | absolute",
        "work_dir            | /scratch/%u        | /scratch/%u",
        "stage_dir           | /scratch/$HOME     | $HOME",
        "image               | client.sif         | absolute",
        "jwt_file            | token              | absolute",
        "jwt_command         | scontrol 'token    | quote",
        "partition           | $(id)              | $(id)",
        "qos                 | a b                | a b",
        "constraint          | `id`               | `id`",
        "reservation         | ../x               | ../x",
        "gres                | gpu 1              | gpu 1",
        "cpus                | many               | many",
        "cpus                | 0                  | 1 to 4096, not 0",
        "cpus                | 2147483648         | 2147483648",
        "memory              | lots               | lots",
        "exclude             | n1 n2              | n1 n2",
        "module              | a b                | a b",
        "container           | maybe              | true or false",
        "requests_per_second | 0                  | 0.1 to 1000",
        "requests_per_second | 1d                 | 1d",
        "poll_seconds        | 601                | 0.1 to 600",
        "poll_seconds        | NaN                | NaN",
      })
  void aBadValueIsOneSentenceWithPlaceAndKey(String key, String value, String named)
      throws IOException {
    file("\n" + key + "=" + value + "\n");

    assertThat(faults())
        .singleElement()
        .asString()
        .startsWith("file " + path() + ", line 2: " + key + " ")
        .contains(named);
  }

  @Test
  void everyFaultIsSaidAtOnce() throws IOException {
    file("colour=blue\nmemory=lots\n");
    environment.put("AIF_SLURM_CPUS", "0");
    database.put("flavour", "sweet");

    assertThat(faults())
        .containsExactlyInAnyOrder(
            "file " + path() + ", line 1: unknown key colour",
            "database: unknown key flavour",
            "environment variable AIF_SLURM_CPUS: cpus must be 1 to 4096, not 0");
  }

  @Test
  void saysWhatIsWrongWithATokenAndDoesNotShowIt() throws IOException {
    String broken = TOKEN.substring(0, TOKEN.lastIndexOf('.'));
    environment.put("SLURM_JWT", broken);
    assertThat(faults())
        .singleElement()
        .asString()
        .startsWith("environment variable SLURM_JWT: jwt is no JSON web token")
        .doesNotContain("eyJ");

    environment.remove("SLURM_JWT");
    file("jwt_file=" + TOKEN + "\npartition=" + TOKEN + "\nurl=http://slurm?t=" + TOKEN + "\n");
    assertThat(faults()).hasSize(3).noneMatch(fault -> fault.contains("eyJ"));
  }

  @Test
  void theTokenOfTheFirstPlaceCounts() throws IOException {
    file("jwt_command=scontrol token\n");
    environment.put("SLURM_JWT", TOKEN);

    SlurmConfig config = load();

    assertThat(config.setting(SlurmKey.JWT_COMMAND)).isEmpty();
    assertThat(config.setting(SlurmKey.JWT).orElseThrow().overruled())
        .containsExactly("jwt_command of file " + path() + ", line 1");
  }

  @Test
  void twoTokensOfOnePlaceAreAFault() {
    environment.put("SLURM_JWT", TOKEN);
    environment.put("AIF_SLURM_JWT_FILE", "/run/token");

    assertThat(faults())
        .containsExactly(
            "environment variable SLURM_JWT gives jwt and environment variable AIF_SLURM_JWT_FILE"
                + " gives jwt_file: keep one of them");
  }

  @Test
  void insideAContainerTokensAreNotRenewed() {
    environment.put("AIF_SLURM_JWT_COMMAND", "scontrol token");
    assertThat(load().setting(SlurmKey.JWT_COMMAND)).isPresent();

    environment.put("APPTAINER_CONTAINER", "/images/client_service.sif");
    assertThat(faults()).singleElement().asString().contains("container", "SLURM_JWT");
  }

  @Test
  void showsEveryValueButTheToken() throws Exception {
    environment.put("SLURM_JWT", TOKEN);
    commandLine.put("url", "http://slurm:6820");

    SlurmConfig config = load();

    assertThat(config.toString()).contains("http://slurm:6820 (command line)", "jwt = ***");
    assertThat(config.toString() + config.settings()).doesNotContain("eyJ");
    assertThat(config.tokens(Clock.systemUTC()).current().orElseThrow().secret()).isEqualTo(TOKEN);
  }

  @Test
  void remarksOnATokenOfSomebodyElse() {
    environment.put("SLURM_JWT", TOKEN);
    environment.put("USER", "bob");
    assertThat(load().remarks())
        .singleElement()
        .asString()
        .contains("ann", "bob", "environment variable USER");

    environment.put("AIF_SLURM_USER_NAME", "ann");
    assertThat(load().remarks()).isEmpty();
  }

  @Test
  void remarksOnATokenThatWouldTravelInTheClear() {
    environment.put("AIF_SLURM_URL", "http://slurm:6820");
    assertThat(load().remarks()).singleElement().asString().contains("http");

    for (String safe : List.of("https://slurm:6820", "http://127.0.0.1:6820", "http://[::1]:1")) {
      environment.put("AIF_SLURM_URL", safe);
      assertThat(load().remarks()).as(safe).isEmpty();
    }
  }

  @Test
  void saysWhatJobsStillNeed() {
    assertThat(load().missingForJobs())
        .satisfiesExactly(
            url -> assertThat(url).startsWith("url is missing"),
            token -> assertThat(token).startsWith("the token is missing").contains("SLURM_JWT"),
            folder -> assertThat(folder).startsWith("work_dir is missing"));

    environment.put("AIF_SLURM_URL", "http://127.0.0.1:6820");
    environment.put("AIF_SLURM_JWT_COMMAND", "scontrol token");
    environment.put("AIF_SLURM_WORK_DIR", "/scratch");
    assertThat(load().missingForJobs()).isEmpty();

    environment.put("AIF_CONTAINER", "true");
    assertThat(load().missingForJobs()).singleElement().asString().startsWith("image is missing");
  }

  @Test
  void looksForSlurmsProgramsWhereTheyAreWanted() throws Exception {
    environment.put("AIF_SLURM_TRANSPORT", "commands");
    environment.put("AIF_SLURM_WORK_DIR", "/scratch");
    environment.put("PATH", "relative:" + folder);
    for (String name : List.of("sbatch", "squeue")) {
      Files.createFile(
          folder.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    assertThat(load().missingForJobs())
        .containsExactly("scancel is missing, which transport=commands needs: not in the PATH");
    assertThat(load().tokens(Clock.systemUTC()).current()).isEmpty();

    environment.put("AIF_SLURM_COMMANDS", "/nowhere");
    assertThat(load().missingForJobs()).hasSize(3).allMatch(text -> text.contains("/nowhere"));
  }

  private void assertOrigin(String url, String origin) {
    SlurmSetting setting = load().setting(SlurmKey.URL).orElseThrow();
    assertThat(setting.text()).isEqualTo(url);
    assertThat(setting.origin()).isEqualTo(origin);
  }

  private SlurmConfig load() {
    return SlurmConfigLoad.load(
        commandLine,
        environment,
        List.of(new Database(database)),
        () -> {
          probes.incrementAndGet();
          return found;
        });
  }

  private List<String> faults() {
    SlurmConfigException refused = catchThrowableOfType(SlurmConfigException.class, this::load);
    assertThat(refused).as("there is a fault").isNotNull();
    return refused.faults();
  }

  private Path path() {
    return folder.resolve("slurm.conf");
  }

  private void file(String text) throws IOException {
    Files.writeString(path(), text);
    environment.put("AIF_SLURM_CONFIG", path().toString());
  }

  private record Database(Map<String, String> values) implements SlurmConfigSource {
    @Override
    public String name() {
      return "database";
    }
  }
}
