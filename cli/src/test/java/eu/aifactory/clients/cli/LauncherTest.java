package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's script in a tree of its own, with virtual machines and a Maven that only talk. */
class LauncherTest {
  private static final List<String> ARTEFACTS =
      List.of(
          "cli/target/aif-cli.jar",
          "ear/target/aif.ear",
          "vllm-emulator/target/aif-vllm-emulator.jar",
          "client-agent/target/agent/start_client.sh",
          "ear/target/payara7/bin/asadmin");

  @TempDir Path folder;
  private Path root;
  private Path jdk;

  /** What the script wrote, both streams, and its exit code. */
  private record Launched(int exitCode, String output) {}

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectory(folder.resolve("the tree")).toRealPath();
    Files.copy(Path.of("..", "aif"), root.resolve("aif"));
    root.resolve("aif").toFile().setExecutable(true);
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    jdk = jdk("jdk-21", "21.0.1");
  }

  @Test
  void handsOverToTheJarWithEveryArgumentAsItIs() throws Exception {
    built();

    Launched launched = aif(root.resolve("aif"), jdk, "result", "a b", "*");

    assertThat(launched.output())
        .contains("java of jdk-21")
        .contains("-Daif.home=" + root)
        .endsWith("[-jar] [" + root + "/cli/target/aif-cli.jar] [result] [a b] [*]\n");
    assertThat(launched.exitCode()).isZero();
  }

  @Test
  void findsItsTreeThroughLinks() throws Exception {
    built();
    Path link = Files.createSymbolicLink(folder.resolve("one"), root.resolve("aif"));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("two"), link.getFileName());

    assertThat(aif(linkToLink, jdk, "list").output()).contains("-Daif.home=" + root);
  }

  @Test
  void passesOverAJdkThatIsTooOld() throws Exception {
    built();

    Launched launched = aif(root.resolve("aif"), jdk("jdk-17", "17.0.9"), "list");

    assertThat(launched.output()).doesNotContain("java of jdk-17");
  }

  @Test
  void buildsOnceWhenNothingIsThere() throws Exception {
    assertThat(aif(root.resolve("aif"), jdk, "list").output())
        .contains("first run: downloads about")
        .contains("mvn was called")
        .contains("[list]");

    assertThat(aif(root.resolve("aif"), jdk, "list").output()).doesNotContain("mvn was called");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    built();
    Path source = root.resolve("cli/src/New.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "class New {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(aif(root.resolve("aif"), jdk, "list").output()).contains("mvn was called");
  }

  @Test
  void saysWhereTheReasonOfAFailedBuildIs() throws Exception {
    Files.writeString(root.resolve("fail"), "");

    Launched launched = aif(root.resolve("aif"), jdk, "list");

    assertThat(launched.exitCode()).isEqualTo(1);
    assertThat(launched.output())
        .contains("[ERROR] no such thing", ".aif/build.log")
        .doesNotContain("[list]");
  }

  private void built() throws IOException {
    for (String artefact : ARTEFACTS) {
      Files.createDirectories(root.resolve(artefact).getParent());
      Files.writeString(root.resolve(artefact), "");
    }
    Files.createDirectories(root.resolve(".aif"));
    Files.writeString(root.resolve(".aif/built"), "");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        "echo java of " + name + "; printf '[%s] ' \"$@\" | sed 's/ $//'; echo");
    return home;
  }

  private Launched aif(Path script, Path javaHome, String... arguments) throws Exception {
    Path tools = folder.resolve("tools");
    Files.createDirectories(tools);
    String artefacts = String.join(" ", ARTEFACTS);
    script(
        tools.resolve("mvn"),
        "echo '[INFO] Building mvn was called [1/1]'\n"
            + "if [ -e fail ]; then echo '[ERROR] no such thing'; exit 1; fi\n"
            + "for a in "
            + artefacts
            + "; do mkdir -p \"$(dirname \"$a\")\"; touch \"$a\"; done");
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", tools + ":/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("AIF_JAVA_HOME", javaHome.toString());
    environment.remove("JAVA_HOME");
    environment.remove("AIF_NO_BUILD");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the script ended").isTrue();
      return new Launched(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
