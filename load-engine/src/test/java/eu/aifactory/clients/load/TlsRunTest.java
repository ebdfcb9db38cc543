package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figures;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Over https, with a certificate made for this test. */
@Timeout(60)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class TlsRunTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=load test",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    ServerSocket listening =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 64, InetAddress.getByName("127.0.0.1"));
    server =
        new ScriptedServer(
            listening, (request, out) -> ScriptedServer.write(out, ScriptedServer.stream(20)));
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE + "Password");
    server.close();
  }

  @Test
  void streamsOverTls() throws Exception {
    System.setProperty(TRUST_STORE, folder.resolve("trusted.p12").toString());
    System.setProperty(TRUST_STORE + "Password", PASSWORD);

    try (LoadEngine engine = new LoadEngine(1);
        LoadRun run = engine.prepare(plan())) {
      run.startAt(Instant.now(), Duration.ZERO);
      run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);

      Figures figures = run.takeFigures().whole();
      assertThat(figures.errors()).isEmpty();
      assertThat(figures.counted(Counter.COMPLETION_TOKENS)).isEqualTo(12 * 20);
      assertThat(figures.counted(Counter.CONNECTIONS_OPENED)).isEqualTo(3);
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() {
    try (LoadEngine engine = new LoadEngine(1)) {
      assertThatThrownBy(() -> engine.prepare(plan()))
          .isInstanceOf(PreparationException.class)
          .hasMessageStartingWith("cannot connect to https://127.0.0.1:")
          .hasMessageContaining("certification path");
    }
  }

  private LoadPlan plan() {
    String url = server.url().replace("http:", "https:");
    return new LoadPlan(LoadEngineTest.requests(12), LoadEngineTest.service(url), 0, 1, 3, "tls-");
  }
}
