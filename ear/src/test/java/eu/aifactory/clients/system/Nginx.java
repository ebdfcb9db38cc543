package eu.aifactory.clients.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * This host's nginx with the configuration that ships, on a free port, in front of two instances.
 */
final class Nginx implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path program;
  private final Path folder;
  private final int port;

  private Nginx(Path program, Path folder, int port) {
    this.program = program;
    this.folder = folder;
    this.port = port;
  }

  /** Starts one, or skips the test with the reason where this host has none. */
  static Nginx inFrontOf(int one, int two) {
    Optional<Path> program =
        List.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx").stream()
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      System.err.println("skipped: there is no nginx on this host");
    }
    assumeTrue(program.isPresent(), "skipped: there is no nginx on this host");
    try {
      Nginx nginx = new Nginx(program.get(), Files.createTempDirectory("aif-nginx"), freePort());
      nginx.configure(one, two);
      nginx.run();
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void configure(int one, int two) throws IOException {
    Path shipped = Path.of(System.getProperty("aif.root"), "deploy/instances/nginx.conf");
    String configuration = Files.readString(shipped);
    for (String each : List.of("127.0.0.1:8001", "127.0.0.1:8011", "127.0.0.1:8000", "/tmp/")) {
      if (!configuration.contains(each)) {
        throw new AssertionError("%s has no %s to be replaced".formatted(shipped, each));
      }
    }
    Files.writeString(
        folder.resolve("nginx.conf"),
        configuration
            .replace("127.0.0.1:8001", "127.0.0.1:" + one)
            .replace("127.0.0.1:8011", "127.0.0.1:" + two)
            .replace("127.0.0.1:8000", "127.0.0.1:" + port)
            .replace("/tmp/", folder + "/"));
  }

  private void run(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                folder.resolve("nginx.conf").toString()));
    command.addAll(List.of(more));
    Output.of(Map.of(), LIMIT, command.toArray(String[]::new)).expectSuccess();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What it has said of the instances behind it. */
  String log() {
    try {
      return Files.readString(folder.resolve("error.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run("-s", "stop");
    Await.so(
        "the end of nginx",
        LIMIT,
        () -> !Files.exists(folder.resolve("aif-nginx.pid")),
        folder::toString);
  }
}
