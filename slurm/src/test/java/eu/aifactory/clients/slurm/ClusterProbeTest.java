package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterProbeTest {
  private static final Path NETWORK = Path.of("/proc/net");

  @TempDir Path folder;
  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private String said = "Authentication failure";

  ClusterProbeTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          byte[] body = said.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void findsWhatAnswersAsSlurmDoes() {
    assertThat(new ClusterProbe(port(), NETWORK).get()).contains("http://127.0.0.1:" + port());
  }

  @Test
  void takesNoOtherServerForOne() {
    said = "Who are you?";

    assertThat(new ClusterProbe(port(), NETWORK).get()).isEmpty();
    assertThat(calls).hasValue(1);
  }

  @Test
  void doesNotEvenAskWhatAnotherPersonListensWith() throws IOException {
    listener(4711, "0A");

    assertThat(new ClusterProbe(port(), folder).get()).isEmpty();
    assertThat(calls).hasValue(0);
  }

  @Test
  void asksWhatAnAccountOfTheSystemListensWith() throws IOException {
    listener(999, "0A");
    assertThat(new ClusterProbe(port(), folder).get()).isPresent();

    listener(999, "06");
    assertThat(new ClusterProbe(port(), folder).get()).as("nobody listens").isEmpty();
  }

  @Test
  void findsNothingWhereNobodyListens() {
    int port = port();
    server.stop(0);

    assertThat(new ClusterProbe(port, NETWORK).get()).isEmpty();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  /** A line as the kernel writes it. */
  private void listener(int owner, String state) throws IOException {
    Files.writeString(
        folder.resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout
           4: 0100007F:%04X 00000000:0000 %s 00000000:00000000 00:00000000 00000000  %4d        0
        """
            .formatted(port(), state, owner));
  }
}
