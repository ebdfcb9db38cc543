package eu.aifactory.clients.agent;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.agent.observer.FakeMonitor;
import eu.aifactory.clients.agent.registration.Ending;
import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.FakeService;
import eu.aifactory.clients.agent.settings.AgentSettings;
import eu.aifactory.clients.agent.settings.TestSettings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The agent in its container, over HTTP, with its service faked and its load in the test's hands.
 */
@Timeout(90)
class AgentHttpTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final FakeService SERVICE = new FakeService();
  private static final Map<String, String> KEYS = TestSettings.keys(SERVICE.address(), Map.of());

  private static AgentProcess process;
  private static Future<Ending> ending;
  private static String address;

  @BeforeAll
  static void start() throws IOException {
    KEYS.forEach(System::setProperty);
    process = AgentProcess.listen(AgentSettings.of(ConfigProvider.getConfig()));
    ending = THREADS.submit(process::live);
    Eventually.await("registered", () -> !SERVICE.heartbeats.isEmpty());
    address = SERVICE.connects.getFirst().clientAddress();
  }

  @AfterAll
  static void stop() throws Exception {
    SERVICE.stopAgents();
    Ending ended = ending.get(30, TimeUnit.SECONDS);
    process.close();
    KEYS.keySet().forEach(System::clearProperty);
    SERVICE.close();
    THREADS.close();
    assertThat(ended.exitCode()).isEqualTo(Ending.DONE);
  }

  @Test
  void registersUnderTheAddressAtWhichItAnswers() {
    HttpResponse<String> answer = get("/status");
    JsonObject status = json(answer);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(status.getInt("benchmark_id")).isEqualTo(123);
    assertThat(status.getInt("num_clients")).isEqualTo(3);
    assertThat(status.getString("server_addr")).isEqualTo("http://127.0.0.1:9");
    assertThat(status.getString("client_service_addr")).isEqualTo(SERVICE.address());
    assertThat(status.getString("local_address")).isEqualTo(address);
    assertThat(status.getJsonNumber("created_at").doubleValue()).isGreaterThan(1.7e9);
    assertThat(status.getString("agent")).isEqualTo(SERVICE.connects.getFirst().agent());
  }

  @Test
  void isAliveAndReady() {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(json(ready).getString("status")).isEqualTo("UP");
  }

  @Test
  void startsARunOnceAndTellsObserversOfIt() {
    try (FakeMonitor monitor = new FakeMonitor().answering()) {
      HttpResponse<String> added =
          post(
              "/observer",
              """
              {"ip_address":"127.0.0.1","port":"%d",\
              "update_preferences":{"frequency":"100ms","format":"json"}}"""
                  .formatted(monitor.port()));
      assertThat(added.statusCode()).isEqualTo(200);
      assertThat(added.body()).isEqualTo("{\"status\":\"observer_added\"}");

      String order =
          """
          {"benchmark_id":123,"run_id":"r-http","rank":0,"agents":1,"total_clients":3,"clients":3,
           "server_addr":"http://127.0.0.1:9","correlation_id":"corr-http"}""";
      HttpResponse<String> first = post("/run", order);
      HttpResponse<String> second = post("/run", order);
      HttpResponse<String> bare = post("/run", "");
      HttpResponse<String> other = post("/run", order.replace("r-http", "r-other"));

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(json(first).getString("status")).isEqualTo("started");
      assertThat(json(first).getInt("num_clients")).isEqualTo(3);
      assertThat(second.body()).isEqualTo(first.body());
      assertThat(bare.body()).isEqualTo(first.body());
      assertThat(other.statusCode()).isEqualTo(409);
      assertThat(json(other).getString("detail"))
          .isEqualTo("run r-http is in hand, so run r-other cannot start");
      Eventually.await(
          "an update", () -> monitor.updates.stream().anyMatch(u -> u.getInt("sent") >= 0));
      assertThat(monitor.updates.getFirst().getString("run_id")).isEqualTo("r-http");
      Eventually.await("the barrier", () -> SERVICE.correlationIds.contains("corr-http"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /nothing | application/json | '' | 404 | there is nothing at /nothing",
        "GET | / | application/json | '' | 404 | there is nothing at /",
        "DELETE | /run | application/json | '' | 405 | this method is not for /run",
        "PUT | /status | application/json | {} | 405 | this method is not for /status",
        "POST | /run | text/plain | hello | 415 | the body must be application/json",
        "POST | /run | application/json | {\"run_id\": | 400 | the body is not JSON",
        "POST | /run | application/json | [] | 422 | the body must be an object, not []",
        "POST | /run | application/json | {\"benchmark_id\":\"x\"} | 422 | benchmark_id must be a whole number, not \"x\"",
        "POST | /run | application/json | {\"workload\":{\"laod\":1}} | 422 | workload.laod is not known",
        "POST | /run | application/json | {\"benchmark_id\":7} | 422 | benchmark_id is 7, and this agent belongs to 123",
        "POST | /observer | application/json | '' | 422 | the body is missing",
        "POST | /observer | application/json | {\"ip_address\":\"h\",\"port\":\"p\"} | 422 | port must be a whole number, not \"p\"",
        "POST | /observer | application/json | {\"ip_address\":\"h\",\"port\":0} | 422 | port must be 1 to 65535, not 0",
        "POST | /observer | application/json | {\"ip_address\":\"h\",\"port\":1,\"update_preferences\":{\"format\":\"csv\"}} | 422 | not \"csv\"",
      })
  void saysInAProblemDocumentWhatIsWrong(
      String method, String path, String type, String body, int status, String detail) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).getInt("status")).isEqualTo(status);
    assertThat(json(answer).getString("detail")).contains(detail);
    assertThat(json(answer).getString("title")).isNotBlank();
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    HttpResponse<String> answer = post("/run", "{\"run_id\":\"" + "x".repeat(2 << 20) + "\"}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(json(answer).getString("detail")).contains("1048576 bytes");
  }

  private static HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
  }

  private static HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject json(HttpResponse<String> answer) {
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }
}
