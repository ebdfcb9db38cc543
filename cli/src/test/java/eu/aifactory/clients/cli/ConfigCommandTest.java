package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  @TempDir Path folder;

  @Test
  void printsEachValueWithWhereItCameFrom() throws IOException {
    Path file = file("url=http://127.0.0.1:1\n# here\npartition = gpu\n", "rw-r--r--");

    Captured run = config(file, "--slurm", "partition=cpu", "--container");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .contains(
            "key|value|from",
            "config|" + file + "|command line",
            "url|http://127.0.0.1:1|file " + file + ", line 1",
            "partition|cpu|command line; it overrules file " + file + ", line 3",
            "container|true|command line",
            "api_ver|auto|default",
            "qos|-|-");
    assertThat(run.err()).contains("work_dir is missing", "image is missing");
  }

  @Test
  void showsOfTheTokenItsUserAndTheTimeItHasLeft() throws IOException {
    Path file = file("url=http://127.0.0.1:1\njwt=" + token(Duration.ofMinutes(90)), "rw-------");

    Captured run = config(file);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("jwt +\\*\\*\\* +file .*, line 2")
        .containsPattern("token +\\*\\*\\* of hpcuser, (89|90) min left +jwt");
    assertThat(run.out() + run.err()).doesNotContain("eyJ");
  }

  @Test
  void asksTheCommandForAToken() throws IOException {
    Path token = file("SLURM_JWT=" + token(Duration.ofDays(3)), "rw-------");

    Captured run = config(file("", "rw-------"), "--slurm", "jwt_command=cat " + token);

    assertThat(run.out())
        .containsPattern("token +\\*\\*\\* of hpcuser, 2 d 23 h left +jwt_command");
  }

  @Test
  void aTokenThatHasExpiredCannotBeUsed() throws IOException {
    Path file = file("jwt=" + token(Duration.ofMinutes(-5)), "rw-------");

    Captured run = config(file);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("jwt");
    assertThat(run.errLines()).singleElement().asString().contains("expired at", "scontrol token");
  }

  @Test
  void saysEveryFaultInALineOfItsOwn() throws IOException {
    Path file = file("colour=blue\ncpus=many\njwt=abc\n", "rw-r-----");

    Captured run = config(file);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).allMatch(line -> line.startsWith("aif: file " + file));
    assertThat(run.err()).contains("colour", "chmod 600").doesNotContain("abc");
  }

  @Test
  void aServiceForSlurmIsNotStartedWithoutWhatItNeeds() throws IOException {
    Path file = file("url=http://127.0.0.1:1\ncontainer=true\n", "rw-------");

    Captured run =
        Captured.aif(
            folder, "up", "--dispatcher", "slurm", "--slurm-config", file.toString(), "--detach");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).allMatch(line -> line.startsWith("aif: --dispatcher slurm: "));
    assertThat(run.err()).contains("token is missing", "work_dir is missing", "image is missing");
  }

  @Test
  void aServiceForSlurmIsNotStartedWithATokenThatHasExpired() throws IOException {
    Path file =
        file(
            "url=http://127.0.0.1:1\nwork_dir=/scratch\njwt=" + token(Duration.ofMinutes(-5)),
            "rw-------");

    Captured run =
        Captured.aif(
            folder, "up", "--dispatcher", "slurm", "--slurm-config", file.toString(), "--detach");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("expired at");
  }

  @Test
  void aServiceForSlurmGoesOnToItsServer() throws IOException {
    Path file =
        file(
            "url=http://127.0.0.1:1\nwork_dir=/scratch\njwt=" + token(Duration.ofMinutes(5)),
            "rw-------");

    Captured run =
        Captured.aif(
            folder, "up", "--dispatcher", "slurm", "--slurm-config", file.toString(), "--detach");

    assertThat(run.exitCode()).as("nothing is built here").isEqualTo(1);
    assertThat(run.err()).contains("compute nodes on other machines do not reach", "mvn");
  }

  private Captured config(Path file, String... more) {
    List<String> line = new ArrayList<>(List.of("config", "--slurm-config", file.toString()));
    line.addAll(List.of(more));
    return Captured.aif(folder, line.toArray(String[]::new));
  }

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.createTempFile(folder, "slurm", ".conf");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  private static String token(Duration left) {
    long end = Instant.now().plus(left).getEpochSecond();
    return part("{\"alg\":\"HS256\"}")
        + "."
        + part("{\"exp\":%d,\"sun\":\"hpcuser\"}".formatted(end))
        + ".c2ln";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
