package eu.aifactory.clients.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks for a slurmrestd on the port of this machine that its documentation uses. A user of a
 * shared machine can listen there as well and would be sent the token: so the listener has to
 * belong to an account of the system or to who runs this, and has to answer as slurmrestd does. No
 * token is used.
 */
final class ClusterProbe implements Supplier<Optional<String>> {
  private static final int DOCUMENTED_PORT = 6820;
  private static final Duration LIMIT = Duration.ofMillis(800);

  /** SYS_UID_MAX of the usual distributions: people's accounts begin above. */
  private static final long LAST_SYSTEM_ACCOUNT = 999;

  private static final String LISTENING = "0A";

  private final int port;
  private final Path network;

  ClusterProbe() {
    this(DOCUMENTED_PORT, Path.of("/proc/net"));
  }

  /**
   * @param network where the kernel lists its sockets
   */
  ClusterProbe(int port, Path network) {
    this.port = port;
    this.network = network;
  }

  /** Its address, where one answers. */
  @Override
  public Optional<String> get() {
    if (!isListenerTrusted()) {
      return Optional.empty();
    }
    String url = "http://127.0.0.1:" + port;
    return answersAsSlurm(url) ? Optional.of(url) : Optional.empty();
  }

  private boolean isListenerTrusted() {
    List<Long> owners =
        Stream.of("tcp", "tcp6").flatMap(table -> owners(network.resolve(table))).toList();
    long own = ownAccount();
    return !owners.isEmpty()
        && owners.stream().allMatch(owner -> owner <= LAST_SYSTEM_ACCOUNT || owner == own);
  }

  /**
   * A line of the table: number, local address and port in hexadecimal, remote, state, and so on.
   */
  private Stream<Long> owners(Path table) {
    String ending = String.format(Locale.ROOT, ":%04X", port);
    try {
      return Files.readAllLines(table).stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns.length > 7)
          .filter(columns -> columns[1].endsWith(ending) && columns[3].equals(LISTENING))
          .map(columns -> Long.parseLong(columns[7]));
    } catch (IOException e) {
      // No such table here: then nothing is known of a listener, and none is trusted.
      return Stream.empty();
    }
  }

  private static long ownAccount() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return -1;
    }
  }

  /** Without credentials every version refuses with the same words. */
  private static boolean answersAsSlurm(String url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/openapi/v3")).timeout(LIMIT).build();
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build()) {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        String text = new String(body.readNBytes(200), StandardCharsets.UTF_8);
        return answer.statusCode() == 401 && text.contains("Authentication failure");
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
