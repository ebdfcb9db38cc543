package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.TrustedCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service speaks HTTPS and nothing else; agents and command line know it by its authority. */
@OwnServers
class TlsIT {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(120);

  @TempDir static Path keys;
  private static CertificateAuthority authority;
  private static ServiceUnderTest service;

  @BeforeAll
  static void start() {
    authority = new CertificateAuthority(keys);
    service =
        ServiceUnderTest.start(
            "over-tls",
            "AIF_TLS_KEYSTORE",
            authority.keyStoreOf("ip:127.0.0.1,dns:localhost").toString(),
            "AIF_TLS_PASSWORD_FILE",
            authority.password().toString(),
            "AIF_TLS_CA",
            authority.certificate().toString());
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void aWholeGroupGoesOverIt() throws IOException {
    String id = Long.toString(ServiceUnderTest.newId());
    Path workload =
        Files.writeString(
            keys.resolve("workload.json"),
            "{\"load\":{\"requests\":10},\"output\":{\"max_tokens\":4}}");
    assertThat(service.url()).startsWith("https://");

    aif(
            "group",
            "create",
            id,
            "--clients",
            "2",
            "--agents",
            "2",
            "--time",
            "5",
            "--workload",
            workload.toString())
        .expectSuccess();
    try {
      Await.so(
          "two agents",
          COMMAND_LIMIT,
          () -> aif("status", id).expectSuccess().contains(" READY"),
          () -> aif("status", id).text() + aif("logs", id, "stderr").text());
      assertThat(aif("run", id, "--wait").expectSuccess()).contains("10 sent");
      assertThat(aif("result", id).expectSuccess()).contains("10 intended, 10 sent, 10 succeeded");
      assertThat(aif("logs", id, "stderr").expectSuccess())
          .contains("registered with " + service.url());
    } finally {
      aif("delete", id).expectSuccess();
    }
  }

  @Test
  void aCallerWithoutTheAuthorityIsToldSo() {
    Output refused = run(Map.of(), "status", "1");

    assertThat(refused.exit()).as(refused.toString()).isEqualTo(3);
    assertThat(refused.error().lines())
        .singleElement()
        .asString()
        .contains(service.url(), "cannot be trusted", "AIF_TLS_CA");
  }

  @Test
  void thereIsNoPlainPort() throws Exception {
    try (Socket plain = new Socket("127.0.0.1", service.port())) {
      plain.setSoTimeout(10_000);
      plain
          .getOutputStream()
          .write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(plain)).doesNotContain("200").doesNotContain("UP");
    }
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      try (SSLSocket socket = handshake(version)) {
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        socket
            .getOutputStream()
            .write("GET /api/v1/client-group HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(socket))
            .startsWith("HTTP/1.1 401")
            .contains("Strict-Transport-Security: max-age=31536000")
            .doesNotContainIgnoringCase("payara");
      }
    }
  }

  private static String answer(Socket socket) {
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It hangs up on who does not speak TLS.
      return "";
    }
  }

  private static SSLSocket handshake(String version) throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TrustedCertificates.read(authority.certificate()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", service.port());
    socket.setSoTimeout(10_000);
    socket.setEnabledProtocols(new String[] {version});
    socket.startHandshake();
    return socket;
  }

  private static Output aif(String... arguments) {
    return run(Map.of("AIF_TLS_CA", authority.certificate().toString()), arguments);
  }

  /** The command line as its launcher starts it. */
  private static Output run(Map<String, String> variables, String... arguments) {
    String root = System.getProperty("aif.root");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Daif.home=" + root, "-Daif.tty=false", "-jar"));
    command.add(Path.of(root, "cli", "target", "aif-cli.jar").toString());
    command.addAll(List.of(arguments));
    Map<String, String> environment = new TreeMap<>(variables);
    environment.put("AIF_SERVICE_URL", service.url());
    environment.put("AIF_TOKEN", service.token("system-test", "operator"));
    return Output.of(environment, COMMAND_LIMIT, command.toArray(String[]::new));
  }
}
