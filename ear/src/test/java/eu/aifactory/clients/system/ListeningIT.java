package eu.aifactory.clients.system;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server's process listens on, and whom its admin listener obeys. */
@ExtendWith(SharedService.class)
class ListeningIT {
  private static final String LISTEN = "0A";

  private final ServiceUnderTest service;

  ListeningIT(ServiceUnderTest service) {
    this.service = service;
  }

  @Test
  void theDocumentedPortsOnLoopbackAndNoOthers() throws IOException {
    int port = URI.create(service.url()).getPort();

    assertThat(listening(service.pid()))
        .containsExactlyInAnyOrder("127.0.0.1:" + port, "127.0.0.1:" + service.adminPort());
  }

  @Test
  void theAdminListenerObeysItsPasswordAlone() {
    String version = "/__asadmin/version";
    String[] command = {"X-Requested-By", "aif", "Accept", "application/json"};

    assertThat(service.admin(version).send("POST", "", BodyPublishers.noBody(), command).body())
        .contains("SUCCESS");
    for (String authorization :
        new String[] {
          "Basic YWRtaW46", "Basic YWRtaW46YWRtaW4=", "Basic YWRtaW46YWRtaW5hZG1pbg=="
        }) {
      Answer answer =
          Http.as("http://127.0.0.1:" + service.adminPort() + version, authorization)
              .send("POST", "", BodyPublishers.noBody(), command);
      // Payara answers a wrong password with 401, and an empty one with 200 and a failed login.
      assertThat(answer.status() == 401 || answer.body().contains("LoginException"))
          .as(authorization + ": " + answer)
          .isTrue();
      assertThat(answer.body()).doesNotContain("SUCCESS", "Payara Server");
    }
  }

  /** Addresses and ports that a process listens on, of the machine's tables of connections. */
  private static Set<String> listening(long pid) throws IOException {
    Set<String> sockets = socketsOf(pid);
    Set<String> addresses = new HashSet<>();
    for (String table : new String[] {"tcp", "tcp6"}) {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields[3].equals(LISTEN) && sockets.contains("socket:[" + fields[9] + "]")) {
          addresses.add(readable(fields[1]));
        }
      }
    }
    return addresses;
  }

  private static Set<String> socketsOf(long pid) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.map(ListeningIT::target)
          .filter(target -> target.startsWith("socket:"))
          .collect(toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // It was closed meanwhile.
      return "";
    }
  }

  /** An address as the tables have it: words of 32 bits, the lowest byte first. */
  private static String readable(String local) throws IOException {
    String[] parts = local.split(":");
    byte[] words = HexFormat.of().parseHex(parts[0]);
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = words[i / 4 * 4 + 3 - i % 4];
    }
    return InetAddress.getByAddress(bytes).getHostAddress() + ":" + Integer.parseInt(parts[1], 16);
  }
}
