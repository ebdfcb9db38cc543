package eu.aifactory.clients.service.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentStageTest {
  private static final StartCache CACHE = new StartCache(Duration.ofSeconds(20));

  @TempDir Path temporary;
  private Path home;
  private Path shared;

  @BeforeEach
  void packageAnAgent() throws IOException {
    home = Files.createDirectories(temporary.resolve("home"));
    shared = temporary.resolve("shared");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
    try (OutputStream file = Files.newOutputStream(home.resolve(AgentFiles.JAR));
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      jar.finish();
    }
    Files.createDirectory(home.resolve("libs"));
    Files.writeString(home.resolve("libs/library.jar"), "library");
    Files.writeString(home.resolve(AgentFiles.START_SCRIPT), "#!/bin/sh\n");
  }

  private AgentStage stage() {
    return new AgentStage(home, shared, CACHE, Clock.systemUTC());
  }

  private void prepareCacheWith(String commands) throws IOException {
    Files.writeString(home.resolve("prepare-cache.sh"), "#!/bin/sh\n" + commands + "\n");
  }

  private List<String> stagedNames() throws IOException {
    try (Stream<Path> all = Files.list(shared)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void stagesUnderVersionAndContentForAnybodyToRun() throws Exception {
    Files.setPosixFilePermissions(
        home.resolve("libs/library.jar"), PosixFilePermissions.fromString("rw-------"));

    Path staged = stage().folder();

    assertThat(staged.getFileName().toString()).matches("agent-1\\.2\\.3-[0-9a-f]{12}");
    assertThat(staged.resolve("libs/library.jar")).hasContent("library");
    assertThat(permissions(staged)).isEqualTo("rwxr-xr-x");
    assertThat(permissions(staged.resolve("libs"))).isEqualTo("rwxr-xr-x");
    assertThat(permissions(staged.resolve("libs/library.jar"))).isEqualTo("rw-r--r--");
    assertThat(permissions(staged.resolve(AgentFiles.START_SCRIPT))).isEqualTo("rwxr-xr-x");
  }

  @Test
  void stagesOnceAndLeavesNothingElse() throws Exception {
    prepareCacheWith("echo run >>\"$(dirname \"$0\")/agent.aot\"");

    Path first = stage().folder();
    Path second = stage().folder();

    assertThat(second).isEqualTo(first);
    assertThat(first.resolve("agent.aot")).hasContent("run");
    assertThat(stagedNames()).containsExactly(first.getFileName().toString());
  }

  @Test
  void stagesOtherContentBesideIt() throws Exception {
    Path first = stage().folder();
    Files.writeString(home.resolve("libs/library.jar"), "changed");

    Path second = stage().folder();

    assertThat(second).isNotEqualTo(first);
    assertThat(first.resolve("libs/library.jar")).hasContent("library");
    assertThat(second.resolve("libs/library.jar")).hasContent("changed");
  }

  @Test
  void doesNotStageACacheThatWasPreparedElsewhere() throws Exception {
    Path without = stage().folder();
    Files.writeString(home.resolve("aif-client-agent-jdk25.aot"), "cache");

    assertThat(stage().folder()).isEqualTo(without);
    assertThat(without.resolve("aif-client-agent-jdk25.aot")).doesNotExist();
  }

  @Test
  void manyAtOnceAgreeOnOneFolder() throws Exception {
    prepareCacheWith("sleep 0.2");
    List<Callable<Path>> services = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      services.add(stage()::folder);
    }

    List<Path> folders = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Path> folder : threads.invokeAll(services)) {
        folders.add(folder.get());
      }
    }

    assertThat(folders).hasSize(8).containsOnly(folders.getFirst());
    assertThat(stagedNames()).containsExactly(folders.getFirst().getFileName().toString());
    assertThat(folders.getFirst().resolve("libs/library.jar")).hasContent("library");
  }

  @Test
  void sweepsWhatAnInterruptedOneLeftLongAgoAndNothingYounger() throws Exception {
    Path old = Files.createDirectories(shared.resolve(".agent-old/libs")).getParent();
    Path young = Files.createDirectories(shared.resolve(".agent-young"));
    age(old, AgentStage.LEFT_OVER.plusMinutes(1));

    stage().folder();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void removesAVersionThatNobodyUsesAnyMore() throws Exception {
    Path unused = Files.createDirectories(shared.resolve("agent-0.9-abc/libs")).getParent();
    Path used = Files.createDirectories(shared.resolve("agent-1.0-def"));
    age(unused, AgentStage.KEPT.plusDays(1));
    age(used, AgentStage.KEPT.minusDays(1));

    stage().folder();

    assertThat(unused).doesNotExist();
    assertThat(used).exists();
  }

  @Test
  void askingKeepsAVersionInUse() throws Exception {
    Path staged = stage().folder();
    age(staged, AgentStage.KEPT.plusDays(1));

    stage().folder();

    assertThat(Files.getLastModifiedTime(staged).toInstant())
        .isAfter(Instant.now().minus(Duration.ofDays(1)));
  }

  @Test
  void stagesAgainWhatAPurgeHasTakenFilesFrom() throws Exception {
    Path staged = stage().folder();
    Files.delete(staged.resolve("libs/library.jar"));

    assertThat(stage().folder()).isEqualTo(staged);
    assertThat(staged.resolve("libs/library.jar")).hasContent("library");
  }

  @Test
  void stagesWithoutACacheWhenItsPreparationFailsOrTakesTooLong() throws Exception {
    prepareCacheWith("exit 1");
    assertThat(stage().folder().resolve(AgentFiles.JAR)).exists();

    prepareCacheWith("sleep 600");
    Path staged =
        new AgentStage(home, shared, new StartCache(Duration.ofMillis(200)), Clock.systemUTC())
            .folder();

    assertThat(staged.resolve(AgentFiles.JAR)).exists();
  }

  @Test
  void tellsThePreparationNothingOfTheService() throws Exception {
    prepareCacheWith("env >\"$(dirname \"$0\")/environment\"");

    Path staged = stage().folder();

    assertThat(Files.readAllLines(staged.resolve("environment")))
        .isNotEmpty()
        .allMatch(line -> line.matches("(PATH|HOME|LANG|AIF_JAVA_HOME|PWD|OLDPWD|SHLVL|_)=.*"));
  }

  @Test
  void saysWhichFolderHasNoAgent() {
    AgentStage stage = new AgentStage(temporary.resolve("nothing"), shared);

    assertThatThrownBy(stage::folder)
        .isInstanceOf(AgentNotStagedException.class)
        .hasMessageContaining(temporary.resolve("nothing").toString());
  }

  @Test
  void saysWhichFolderCannotBeWritten() throws IOException {
    Files.writeString(shared, "a file in the way");

    assertThatThrownBy(stage()::folder)
        .isInstanceOf(AgentNotStagedException.class)
        .hasMessageContaining(shared.toString());
  }

  private static void age(Path folder, Duration age) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
  }
}
