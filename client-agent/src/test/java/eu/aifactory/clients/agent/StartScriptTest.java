package eu.aifactory.clients.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code start_client.sh --container} with an apptainer that says how it was called. */
class StartScriptTest {
  private static final Path SCRIPT = Path.of("src/main/scripts/start_client.sh").toAbsolutePath();
  private static final List<String> ARGUMENTS =
      List.of("3", "http://ai:8000", "http://service:8001", "123", "--container");

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void installApptainer() throws IOException {
    program(
        "apptainer",
        """
        if [ "$1" = buildcfg ]; then echo "LIBEXECDIR=%s"; exit; fi
        echo "argument $*"
        env | grep ^APPTAINERENV_
        echo "token ${SLURM_JWT:-none}"
        exit 7"""
            .formatted(folder));
    program("id", "echo 1000");
    environment.put("PATH", folder + ":/usr/bin:/bin");
    environment.put("AIF_CLIENT_IMAGE", Files.createFile(folder.resolve("client.sif")).toString());
  }

  @Test
  void runsTheImageAndPassesItsExitCodeOn() throws Exception {
    Outcome outcome = run(ARGUMENTS);

    assertThat(outcome.code()).isEqualTo(7);
    assertThat(outcome.lines())
        .contains(
            "argument --quiet run --containall --no-home --pwd /tmp --unsquash %s %s"
                .formatted(
                    folder.resolve("client.sif"), String.join(" ", ARGUMENTS.subList(0, 4))));
  }

  @Test
  void letsTheContainerHaveWhatAnAgentReadsAndNothingElse() throws Exception {
    environment.putAll(
        Map.of(
            "AIF_NONCE", "a, \"nonce\"",
            "AIF_AGENT_PORT", "9000",
            "SLURM_PROCID", "1",
            "SLURM_JWT", "eyJtoken",
            "APPTAINERENV_SLURM_JWT", "eyJtoken",
            "SINGULARITYENV_SLURM_JWT", "eyJtoken",
            "AIF_DB_PASSWORD", "secret",
            "AIF_WORK_DIR", "/shared"));

    Outcome outcome = run(ARGUMENTS);

    assertThat(outcome.lines().stream().filter(line -> line.startsWith("APPTAINERENV_")))
        .containsExactlyInAnyOrder(
            "APPTAINERENV_AIF_NONCE=a, \"nonce\"",
            "APPTAINERENV_AIF_AGENT_PORT=9000",
            "APPTAINERENV_SLURM_PROCID=1");
    assertThat(outcome.lines()).contains("token none");
  }

  @Test
  void letsAnApptainerWithRightsOfItsOwnMountTheImage() throws Exception {
    Path starter = folder.resolve("apptainer.d");
    Files.createDirectories(starter.resolve("apptainer/bin"));
    program("apptainer.d/apptainer/bin/starter-suid", "");
    new ProcessBuilder("chmod", "u+s", starter + "/apptainer/bin/starter-suid").start().waitFor();
    program(
        "apptainer",
        "[ \"$1\" = buildcfg ] && echo LIBEXECDIR=%s || echo \"$@\"".formatted(starter));

    assertThat(run(ARGUMENTS).lines()).singleElement().asString().doesNotContain("--unsquash");
  }

  @Test
  void saysWhatAContainerLacks() throws Exception {
    environment.put("AIF_CLIENT_IMAGE", "/no/image.sif");
    assertThat(run(ARGUMENTS))
        .isEqualTo(
            new Outcome(
                2, List.of("AIF_CLIENT_IMAGE names \"/no/image.sif\", which cannot be read")));

    environment.remove("AIF_CLIENT_IMAGE");
    assertThat(run(ARGUMENTS))
        .isEqualTo(
            new Outcome(
                2, List.of("--container needs the image of the client in AIF_CLIENT_IMAGE")));
  }

  @Test
  void saysThatApptainerIsMissing() throws Exception {
    Files.delete(folder.resolve("apptainer"));

    Outcome outcome = run(ARGUMENTS);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.lines()).containsExactly("--container needs apptainer on the PATH");
  }

  private record Outcome(int code, List<String> lines) {}

  private Outcome run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(arguments);
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the script has ended").isTrue();
    return new Outcome(process.exitValue(), Files.readAllLines(output));
  }

  private void program(String name, String commands) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
