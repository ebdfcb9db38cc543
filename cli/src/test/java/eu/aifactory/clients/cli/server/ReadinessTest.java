package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
  @Test
  void saysWhyAServiceIsNotReady() throws Exception {
    assertThat(
            causeOf(
                """
                {"status":"DOWN","checks":[{"name":"a","status":"UP"},
                 {"name":"client-service","status":"DOWN","data":{"cause":"no token"}}]}"""))
        .isEqualTo("no token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html/>", "[]", "{}", "{\"checks\":[]}", "{\"checks\":[1]}"})
  void knowsNoReasonWhereNoneIsGiven(String body) throws Exception {
    assertThat(causeOf(body)).isEqualTo("unknown");
  }

  private static String causeOf(String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(503, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (Readiness readiness = new Readiness(url, Optional.empty())) {
      assertThat(readiness.isReady()).isFalse();
      return readiness.cause().orElse("unknown");
    } finally {
      server.stop(0);
    }
  }
}
