package eu.aifactory.clients.service.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import eu.aifactory.clients.protocol.RunStarted;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestClientTest {
  private static final String STARTED = "{\"status\":\"started\",\"num_clients\":%d}";

  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void sendsEachOfManyCallsAtOnceToItsOwnAddress() throws Exception {
    List<String> addresses = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      addresses.add(server(200, STARTED.formatted(number), "Ignored: no"));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int call = 0; call < 160; call++) {
        int number = call % 8;
        calls.add(() -> run(addresses.get(number)).numClients() == number);
      }
      for (Future<Boolean> right : threads.invokeAll(calls)) {
        assertThat(right.get()).isTrue();
      }
    }
    assertThat(paths).hasSize(160).containsOnly("/run");
  }

  @Test
  void usesOneClientForAllAddresses() {
    Set<AgentApi> clients = ConcurrentHashMap.newKeySet();
    for (String address : List.of("http://127.0.0.1:9", "http://127.0.0.1:10")) {
      RestClient.call(address, AgentApi.class, noted(clients));
    }
    assertThat(new HashSet<>(clients)).hasSize(1);
  }

  @Test
  void keepsAPathOfTheAddress() {
    run(server(200, STARTED.formatted(1), "Ignored: no") + "/below/");

    assertThat(paths).containsExactly("/below/run");
  }

  @Test
  void followsNobodyElsewhere() {
    String elsewhere = server(200, STARTED.formatted(1), "Ignored: no");
    String address = server(307, "", "Location: " + elsewhere + "/run");

    // Not an error to the client, which then finds no answer in it.
    assertThatThrownBy(() -> run(address)).isInstanceOf(ProcessingException.class);
    assertThat(paths).hasSize(1);
  }

  @Test
  void readsNoAnswerWithoutEnd() {
    String address = server(200, " ".repeat(AnswerLimit.MOST_BYTES + 1), "Ignored: no");

    assertThatThrownBy(() -> run(address))
        .isInstanceOf(ProcessingException.class)
        .satisfies(e -> assertThat(RestClient.rootMessage(e)).contains("more than"));
  }

  private static Function<AgentApi, Object> noted(Set<AgentApi> clients) {
    return api -> {
      clients.add(api);
      return null;
    };
  }

  private static RunStarted run(String address) {
    return RestClient.call(address, AgentApi.class, api -> api.run("Service key", "corr", null));
  }

  /** One that answers all calls the same. */
  private String server(int status, String body, String header) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      server.createContext(
          "/",
          exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            String[] parts = header.split(": ", 2);
            exchange.getResponseHeaders().set(parts[0], parts[1]);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
      servers.add(server);
      return "http://127.0.0.1:" + server.getAddress().getPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
