package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayaraDomainTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path root;
  private PayaraDomain domain;

  @BeforeEach
  void builtTree() throws IOException {
    Files.createDirectories(root.resolve("ear/target/payara7"));
    Files.createDirectories(root.resolve("src/main/payara"));
    Files.writeString(root.resolve("ear/target/aif.ear"), "");
    domain = new PayaraDomain(Installation.at(root), root.resolve("data"));
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerSettings settings =
          new ServerSettings(taken.getLocalPort(), Ports.anyFree(), false, Map.of());

      assertThatThrownBy(() -> domain.start(settings, LIMIT, step -> {}))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("--port");
    }
  }

  @Test
  void stopsAServerThatAnotherProcessStarted() throws Exception {
    Process process = somethingThatRuns();
    RunningServer server = RunningServer.of(process, ServerSettings.onFreePorts());
    Files.createDirectories(root.resolve("data/run"));
    domain.remember(server);

    assertThat(domain.running()).contains(server);
    assertThatThrownBy(() -> domain.start(ServerSettings.onFreePorts(), LIMIT, step -> {}))
        .hasMessageContaining("runs already");
    assertThat(domain.stop(LIMIT)).isEqualTo(PayaraDomain.Ended.STOPPED);
    assertThat(hasEnded(process)).isTrue();
    assertThat(domain.running()).isEmpty();
    assertThat(domain.wasStopped(server)).isTrue();
  }

  @Test
  void aProcessThatTookOverTheNumberIsNotTheServer() throws Exception {
    Process process = somethingThatRuns();
    try {
      RunningServer server = RunningServer.of(process, ServerSettings.onFreePorts());
      Files.createDirectories(root.resolve("data/run"));
      domain.remember(
          new RunningServer(
              server.pid(),
              server.startMillis() - 60_000,
              server.serviceUrl(),
              server.adminPort()));

      assertThat(domain.running()).isEmpty();
      assertThat(domain.stop(LIMIT)).isEqualTo(PayaraDomain.Ended.NOT_RUNNING);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aServerThatWasKilledWasNotStopped() throws Exception {
    Process process = somethingThatRuns();
    RunningServer server = RunningServer.of(process, ServerSettings.onFreePorts());
    Files.createDirectories(root.resolve("data/run"));
    domain.remember(server);

    domain.kill();

    assertThat(hasEnded(process)).isTrue();
    assertThat(domain.wasStopped(server)).isFalse();
  }

  @Test
  void aServerThatEndedAndWasNotCollectedIsNotRunning() throws Exception {
    // The inner shell's child ends while its parent, which exec made a sleep, never asks for it.
    Path child = root.resolve("child");
    Process parent =
        new ProcessBuilder("sh", "-c", "sleep 60 & echo $! > " + child + "; exec sleep 60").start();
    try {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!Files.exists(child) || Files.size(child) == 0) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(10);
      }
      ProcessHandle ended =
          ProcessHandle.of(Long.parseLong(Files.readString(child).strip())).orElseThrow();
      long start = ended.info().startInstant().orElseThrow().toEpochMilli();
      Files.createDirectories(root.resolve("data/run"));
      domain.remember(new RunningServer(ended.pid(), start, "http://127.0.0.1:1", 2));
      assertThat(domain.running()).isPresent();

      domain.kill();

      assertThat(domain.running()).isEmpty();
    } finally {
      parent.destroyForcibly();
    }
  }

  /** The domain goes by the system's view; this JVM collects its child a moment later. */
  private static boolean hasEnded(Process process) throws InterruptedException {
    return process.waitFor(5, TimeUnit.SECONDS);
  }

  private static Process somethingThatRuns() throws IOException {
    return new ProcessBuilder("sleep", "60").start();
  }
}
