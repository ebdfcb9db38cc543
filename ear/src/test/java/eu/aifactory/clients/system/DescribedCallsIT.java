package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.system.DescribedCalls.Call;
import eu.aifactory.clients.system.DescribedCalls.Parameter;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever a caller makes of the service's description, it answers as the description says: never
 * with a fault of its own, and an error is a problem in words. Another order of calls with {@code
 * -Daif.fuzz.seed=…}.
 */
@ExtendWith(SharedService.class)
class DescribedCallsIT {
  private static final int CALLS = 1_200;
  private static final long SEED = Long.getLong("aif.fuzz.seed", 20_261_127);

  /** Of each call, with nothing wrong and nothing that may be left out: some of them are taken. */
  private static final int PLAIN_ONES = 8;

  /** Mostly right, so that calls get past the first check; else mostly wrong. */
  private static final double[] WRONG = {0.02, 0.1, 0.3};

  /** Few members are more often all right, many meet more of the checks. */
  private static final double[] PRESENT = {0.2, 0.6, 0.9};

  private static final List<String> FORBIDDEN_IN_PATHS = List.of("%2F", "%5C", "%00", "/../");

  /**
   * Characters: with its headers, more than the 8 KiB of them that the server reads. It ends the
   * connection after such a call, and its answer does not say so.
   */
  private static final int LONG_CALL = 7_500;

  private static final Set<Integer> STATES_OF_A_GROUP = Set.of(200, 201);

  private final ServiceUnderTest service;
  private final Http api;
  private final Random random = new Random(SEED);
  private final Set<String> ids = new LinkedHashSet<>();
  private String serverBefore;

  DescribedCallsIT(ServiceUnderTest service) {
    this.service = service;
    this.api = Http.as(service.url(), "Bearer " + service.token("fuzzer", "admin"));
  }

  @BeforeEach
  void oneGroupIsThere() {
    serverBefore = api.get("/api/v1/server").body();
    long id = ServiceUnderTest.newId();
    api.post("/api/v1/client-group/" + id, "{\"num_clients\":1}").expect(201);
    ids.add(Long.toString(id));
  }

  @AfterEach
  void nothingIsLeft() {
    if (serverBefore.contains("http")) {
      api.put("/api/v1/server", serverBefore);
    }
    ids.forEach(id -> api.delete("/api/v1/client-group/" + id));
  }

  @Test
  void areAnsweredAsTheDescriptionSays() {
    DescribedCalls described = new DescribedCalls(description());
    List<Call> calls = described.all();
    Map<String, Set<Integer>> seen = new HashMap<>();
    for (int number = 0; number < CALLS; number++) {
      boolean plain = number < PLAIN_ONES * calls.size();
      Call call = calls.get(plain ? number % calls.size() : random.nextInt(calls.size()));
      DrawnJson drawn =
          new DrawnJson(
              described,
              random,
              plain ? 0 : WRONG[random.nextInt(WRONG.length)],
              plain ? 0 : PRESENT[random.nextInt(PRESENT.length)]);
      Answer answer = make(call, drawn);
      seen.computeIfAbsent(call.toString(), name -> new LinkedHashSet<>()).add(answer.status());

      String what = "call %d of seed %d: %s".formatted(number, SEED, answer);
      if (isRefusedByTheServer(answer)) {
        continue;
      }
      assertThat(call.answers()).as(what).contains(answer.status());
      if (answer.status() >= 400) {
        answer.expectProblem(answer.status());
      } else {
        answer.expectNothingOfTheServer();
      }
    }
    // Else the calls would show less than they seem to.
    assertThat(seen.keySet()).hasSameSizeAs(calls);
    assertThat(seen.values()).as("calls that were taken").anyMatch(each -> each.contains(201));
    assertThat(seen.values().stream().filter(each -> each.stream().anyMatch(s -> s < 300)).count())
        .as("calls that were taken at least once: %s", seen)
        .isGreaterThanOrEqualTo(5);
  }

  /**
   * A path that could be read in two ways does not come to the application, nor does a call whose
   * line and headers are longer than the server reads.
   */
  private static boolean isRefusedByTheServer(Answer answer) {
    boolean refusable =
        answer.call().length() > LONG_CALL
            || FORBIDDEN_IN_PATHS.stream().anyMatch(answer.call()::contains);
    return answer.status() == 400 && answer.body().isEmpty() && refusable;
  }

  private Answer make(Call call, DrawnJson drawn) {
    String path = call.path();
    List<String> query = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    for (Parameter parameter : call.parameters()) {
      switch (parameter.in()) {
        case "path" ->
            path = path.replace("{" + parameter.name() + "}", segment(value(parameter, drawn)));
        case "query" -> {
          if (random.nextBoolean()) {
            query.add(parameter.name() + "=" + encoded(value(parameter, drawn)));
          }
        }
        default -> headers.addAll(List.of(parameter.name(), "bytes=" + random.nextInt(9) + "-"));
      }
    }
    BodyPublisher body = BodyPublishers.noBody();
    if (call.body() != null) {
      body = BodyPublishers.ofString(drawn.of(call.body()).toString());
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    String text = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    Answer answer = patiently(call.method(), text, body, headers.toArray(String[]::new));
    if (call.toString().equals("POST /api/v1/client-group/{id}")
        && STATES_OF_A_GROUP.contains(answer.status())) {
      patiently("DELETE", path, BodyPublishers.noBody()).expect(200);
    }
    return answer;
  }

  /** These calls come faster than a caller may. */
  private Answer patiently(String method, String path, BodyPublisher body, String... headers) {
    // With a long token, a somewhat shorter one is too long as well.
    Http caller = path.length() > LONG_CALL / 2 ? api.apart() : api;
    Answer answer = caller.send(method, path, body, headers);
    while (answer.status() == 429) {
      answer.expectProblem(429);
      waitFor(Long.parseLong(answer.header("Retry-After")));
      answer = caller.send(method, path, body, headers);
    }
    return answer;
  }

  private static void waitFor(long seconds) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String value(Parameter parameter, DrawnJson drawn) {
    boolean known = parameter.name().equals("id") && random.nextBoolean();
    return known
        ? ids.stream().skip(random.nextInt(ids.size())).findFirst().orElseThrow()
        : drawn.plain(parameter.schema());
  }

  /** An empty one would make another path of it. */
  private static String segment(String value) {
    String encoded = encoded(value);
    return encoded.isEmpty() ? "-" : encoded.length() > 300 ? encoded.substring(0, 300) : encoded;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonObject description() {
    return api.send("GET", "/openapi", BodyPublishers.noBody(), "Accept", "application/json")
        .expect(200)
        .json();
  }
}
