package eu.aifactory.clients.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import eu.aifactory.clients.slurm.RecordedExchanges.Exchange;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Gives the client each answer that was recorded of a real slurmrestd, in the place where it was
 * given, and looks at what the client makes of it. What is expected is worked out here from the raw
 * JSON, or stands in a table.
 */
class RecordedAnswersTest {
  private static final RecordedExchanges RECORDED = RecordedExchanges.load();
  private static final String USER = "hpcuser";
  private static final Pattern SUBMIT = Pattern.compile("/slurm/[^/]+/job/submit");
  private static final Pattern JOB = Pattern.compile("/slurm/[^/]+/job/(\\d+)");
  private static final Pattern JOBS = Pattern.compile("/slurm/[^/]+/jobs");
  private static final Set<String> CONTROLLER_AWAY =
      Set.of("ctld-dead-job", "ctld-hung-job", "ctld-dead-jobs");

  private static final AtomicReference<Exchange> GIVEN = new AtomicReference<>();
  private static final Map<ApiVersion, SlurmRestClient> CLIENTS = new TreeMap<>();
  private static LoopbackHttp server;

  @BeforeAll
  static void serveWhatIsGiven() {
    server = LoopbackHttp.start(RecordedAnswersTest::answer);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void answer(LoopbackHttp.Request request, LoopbackHttp.Exchange out)
      throws IOException {
    Exchange given = GIVEN.get();
    boolean isAsRecorded =
        request.method().equals(given.method())
            && request.path().equals(given.path().replaceFirst("/slurm/[^/]+", prefix(given)));
    if (isAsRecorded) {
      out.send(given.status(), given.contentType(), given.body());
    } else if (request.path().endsWith("/ping")) {
      answerPing(given, out);
    } else if (request.path().endsWith("/jobs")) {
      out.send(200, "application/json", "{\"errors\":[],\"jobs\":[]}");
    } else {
      String id = request.path().replaceFirst(".*/", "");
      out.send(
          200,
          "application/json",
          "{\"jobs\":[{\"job_id\":%s,\"user_name\":\"%s\"}],\"errors\":[]}".formatted(id, USER));
    }
  }

  private static String prefix(Exchange given) {
    return "/slurm/" + given.version();
  }

  private static void answerPing(Exchange given, LoopbackHttp.Exchange out) throws IOException {
    String name =
        given.name().startsWith("auth-")
            ? given.name().replaceFirst("-jobs$", "-ping")
            : given.name().startsWith("ctld-") ? "none" : "ping";
    Optional<Exchange> ping =
        RECORDED.all().stream()
            .filter(exchange -> exchange.id().equals("22.05/v0.0.36/" + name))
            .findFirst();
    if (ping.isPresent()) {
      out.send(ping.get().status(), ping.get().contentType(), ping.get().body());
    } else {
      out.send(
          500,
          "application/json",
          "{\"errors\":[{\"error\":\"slurmctld is away\",\"errno\":1800}]}");
    }
  }

  private static SlurmRestClient client(Exchange given) {
    GIVEN.set(given);
    return CLIENTS.computeIfAbsent(
        given.version(),
        version ->
            new SlurmRestClient(
                SlurmRestSettings.of(server.url(), USER, version.toString()),
                () -> Optional.of(SlurmToken.of("a.recorded.token"))));
  }

  @Test
  void theArchiveIsWholeAndNoneOfItIsLeftOut() {
    Map<String, Long> kinds =
        RECORDED.all().stream()
            .collect(Collectors.groupingBy(RecordedAnswersTest::kind, Collectors.counting()));

    System.getLogger(RecordedAnswersTest.class.getName())
        .log(
            System.Logger.Level.INFO,
            "{0} files, {1} answers: {2}",
            RECORDED.fileCount(),
            RECORDED.all().size(),
            kinds);

    assertThat(RECORDED.fileCount()).isEqualTo(3111);
    assertThat(kinds)
        .isEqualTo(
            Map.of(
                "submit", 446L,
                "job", 459L,
                "jobs", 55L,
                "cancel", 39L,
                "refused connection", 3L,
                "other", 349L));
    assertThat(RECORDED.all().stream().map(Exchange::version).distinct()).hasSize(9);
    assertThat(
            RECORDED.all().stream()
                .filter(exchange -> !exchange.folder().startsWith("faults"))
                .map(exchange -> exchange.slurm() + exchange.folder())
                .distinct())
        .hasSize(10);
  }

  private static String kind(Exchange exchange) {
    if (exchange.isConnectionRefused()) {
      return "refused connection";
    }
    if (SUBMIT.matcher(exchange.path()).matches() && exchange.method().equals("POST")) {
      return "submit";
    }
    boolean isJob = JOB.matcher(exchange.path()).matches();
    if (isJob && exchange.method().equals("DELETE")) {
      return "cancel";
    }
    if (isJob && exchange.method().equals("GET") || isOfFaultWithoutQuestion(exchange)) {
      return "job";
    }
    return JOBS.matcher(exchange.path()).matches() ? "jobs" : "other";
  }

  private static boolean isOfFaultWithoutQuestion(Exchange exchange) {
    return exchange.method().isEmpty() && exchange.folder().startsWith("faults");
  }

  private static Stream<Exchange> of(String kind) {
    return RECORDED.all().stream().filter(exchange -> kind(exchange).equals(kind));
  }

  @TestFactory
  Stream<DynamicTest> readsEveryAnswerAsItStands() {
    return RECORDED.all().stream()
        .filter(exchange -> !exchange.isConnectionRefused())
        .map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> readsAsItStands(exchange)));
  }

  private static void readsAsItStands(Exchange exchange) {
    RestAnswer answer = RestAnswerReader.read(exchange.reply());

    Optional<JsonObject> raw = json(exchange.body());
    assertThat(answer.form() == RestAnswer.Form.JSON).isEqualTo(raw.isPresent());
    if (raw.isEmpty()) {
      assertThat(answer.form()).isIn(RestAnswer.Form.TEXT, RestAnswer.Form.EMPTY);
      return;
    }
    assertThat(answer.errors()).hasSize(size(raw.get(), "errors"));
    assertThat(answer.jobs()).hasSize(size(raw.get(), "jobs"));
    assertThat(answer.listsJobs()).isEqualTo(raw.get().containsKey("jobs"));
    for (int i = 0; i < answer.jobs().size(); i++) {
      readsJob(raw.get().getJsonArray("jobs").getJsonObject(i), answer.jobs().get(i));
    }
  }

  private static void readsJob(JsonObject raw, SlurmJobInfo job) {
    assertThat(job.jobId()).isEqualTo(raw.getInt("job_id"));
    assertThat(job.name()).isEqualTo(raw.getString("name"));
    assertThat(job.submittedAt()).isNotNull();
    assertThat(job.nodes()).isEqualTo(raw.getString("nodes"));
    JsonValue state = raw.get("job_state");
    List<String> words =
        state instanceof JsonArray array
            ? array.stream().map(JsonValue::toString).toList()
            : List.of(state.toString());
    assertThat(job.ending()).isEqualTo(words.contains("\"COMPLETING\""));
    boolean isHidden = words.equals(List.of("\"COMPLETING\""));
    assertThat(words).contains(isHidden ? "\"COMPLETING\"" : "\"%s\"".formatted(job.state()));
    assertThat(job.state() == SlurmJobState.UNKNOWN).isEqualTo(isHidden);
  }

  private static Optional<JsonObject> json(String body) {
    try (var reader = Json.createReader(new StringReader(body))) {
      return Optional.of(reader.readObject());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static int size(JsonObject object, String key) {
    return object.containsKey(key) ? object.getJsonArray(key).size() : 0;
  }

  @TestFactory
  Stream<DynamicTest> F07_takesEverySubmitForWhatItWas() {
    return of("submit")
        .map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> submit(exchange)));
  }

  private static void submit(Exchange exchange) {
    SubmitOutcome outcome = client(exchange).submit(Jobs.plain());

    Optional<JsonObject> raw = json(exchange.body());
    if (raw.isPresent() && raw.get().containsKey("job_id")) {
      assertThat(outcome).isInstanceOf(SubmitOutcome.Accepted.class);
      SubmitOutcome.Accepted accepted = (SubmitOutcome.Accepted) outcome;
      assertThat(accepted.jobId()).isEqualTo(raw.get().getInt("job_id"));
      boolean hasRemark = size(raw.get(), "errors") + size(raw.get(), "warnings") > 0;
      assertThat(accepted.remark() != null).isEqualTo(hasRemark);
      return;
    }
    assertThat(outcome).isInstanceOf(withoutJob(exchange));
    raw.map(RecordedAnswersTest::numbers)
        .orElse(List.of())
        .forEach(number -> assertThat(outcome.toString()).contains(number));
    assertThat(outcome.toString()).doesNotContain("a.recorded.token").doesNotContain("\n");
  }

  private static Class<? extends SubmitOutcome> withoutJob(Exchange exchange) {
    boolean isOld = exchange.slurm().equals("22.05");
    return switch (exchange.name()) {
      // With a good ping before it, this may as well be a lost answer.
      case "submit-expired", "submit-name-mismatch" ->
          isOld ? SubmitOutcome.Unknown.class : SubmitOutcome.BadCredentials.class;
      // The ping that comes first in 22.05 fails too.
      case "ctld-dead-submit" -> SubmitOutcome.NotSent.class;
      case "ctld-hung-submit" -> isOld ? SubmitOutcome.NotSent.class : SubmitOutcome.Unknown.class;
      case "submit-form-content-type", "submit-no-content-type" ->
          exchange.status() == 500 ? SubmitOutcome.Unknown.class : SubmitOutcome.Refused.class;
      default -> SubmitOutcome.Refused.class;
    };
  }

  private static List<String> numbers(JsonObject answer) {
    return answer.getJsonArray("errors").stream()
        .map(JsonValue::asJsonObject)
        .map(error -> error.getInt("error_number", error.getInt("error_code", 0)))
        .filter(number -> number > 0 && number != 5004)
        .map(number -> "(%d)".formatted(number))
        .toList();
  }

  @Test
  void takesASubmitToAHungSlurmctldForUnknownInOldVersionsToo() {
    Exchange hung =
        of("submit")
            .filter(e -> e.id().equals("22.05/faults-v0.0.38/ctld-hung-submit"))
            .findFirst()
            .orElseThrow();

    SubmitOutcome outcome = SubmitAnswer.outcome(RestAnswerReader.read(hung.reply()));

    assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
    assertThat(outcome.toString()).contains("Socket timed out", "5004");
  }

  @TestFactory
  Stream<DynamicTest> takesEveryJobForWhatItWas() {
    return of("job").map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> job(exchange)));
  }

  private static void job(Exchange exchange) throws SlurmUnavailableException {
    if (exchange.method().isEmpty()) {
      assertEnding(exchange, RestAnswerReader.read(exchange.reply()).jobs().getFirst());
      return;
    }
    Matcher path = JOB.matcher(exchange.path());
    assertThat(path.matches()).isTrue();
    long id = Long.parseLong(path.group(1));
    SlurmRestClient client = client(exchange);
    if (CONTROLLER_AWAY.contains(exchange.name())) {
      assertThatThrownBy(() -> client.job(id))
          .isInstanceOfSatisfying(
              SlurmUnavailableException.class, e -> assertThat(e.isBadCredentials()).isFalse());
      return;
    }
    if (exchange.name().equals("unknown-job")) {
      assertThat(client.job(id)).isEmpty();
      return;
    }
    Optional<JsonObject> raw = json(exchange.body());
    JsonArray jobs = raw.orElseThrow().getJsonArray("jobs");
    if (jobs.stream().noneMatch(job -> job.asJsonObject().getInt("job_id") == id)) {
      // The array's job of a task: the id asked for is not among the entries.
      assertThat(catchThrowable(() -> client.job(id)))
          .isInstanceOf(SlurmUnavailableException.class);
      return;
    }
    assertEnding(exchange, client.job(id).orElseThrow());
  }

  private static void assertEnding(Exchange exchange, SlurmJobInfo job) {
    RecordedEndings.of(exchange).ifPresent(ending -> ending.check(exchange, job));
  }

  @Test
  void seesEveryKindOfEndingInEveryVersion() {
    Map<String, Long> checked =
        of("job")
            .flatMap(exchange -> RecordedEndings.of(exchange).map(e -> exchange.name()).stream())
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    assertThat(checked).hasSize(RecordedEndings.count());
  }

  @TestFactory
  Stream<DynamicTest> takesEveryListOfJobsForWhatItWas() {
    return of("jobs").map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> jobs(exchange)));
  }

  private static void jobs(Exchange exchange) throws SlurmUnavailableException {
    SlurmRestClient client = client(exchange);
    if (exchange.status() == 200) {
      JsonArray raw = json(exchange.body()).orElseThrow().getJsonArray("jobs");
      long ours =
          raw.stream()
              .map(job -> job.asJsonObject().getString("user_name"))
              .filter(user -> user.isEmpty() || user.equals(USER))
              .count();
      assertThat(client.jobs()).hasSize((int) ours);
      return;
    }
    boolean isToken = exchange.name().startsWith("auth-");
    assertThatThrownBy(client::jobs)
        .isInstanceOfSatisfying(
            SlurmUnavailableException.class,
            e -> assertThat(e.isBadCredentials()).isEqualTo(isToken));
  }

  @TestFactory
  Stream<DynamicTest> readsTheNodesOfAJobInEveryVersion() {
    Map<String, List<Exchange>> asked =
        RECORDED.all().stream()
            .filter(exchange -> Set.of("node", "nodes", "job-running").contains(exchange.name()))
            .collect(Collectors.groupingBy(Exchange::name));
    assertThat(asked).allSatisfy((name, exchanges) -> assertThat(exchanges).hasSize(10));
    return asked.values().stream()
        .flatMap(List::stream)
        .map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> nodes(exchange)));
  }

  private static void nodes(Exchange exchange) throws SlurmUnavailableException {
    SlurmRestClient client = client(exchange);
    switch (exchange.name()) {
      case "node" ->
          assertThat(client.nodes("node1"))
              .containsExactly(new SlurmNode("node1", "127.0.0.1", "vm"));
      case "nodes" -> {
        assertThat(client.nodes("node[1-4]"))
            .hasSize(4)
            .contains(new SlurmNode("node3", "127.0.0.1", "vm"));
        assertThatThrownBy(() -> client.nodes("node[1-5]"))
            .isInstanceOf(SlurmUnavailableException.class)
            .hasMessageContaining("node5");
      }
      default -> {
        long id = Long.parseLong(exchange.path().replaceFirst(".*/", ""));
        assertThat(HostList.expand(client.job(id).orElseThrow().nodes()))
            .containsExactly("node1", "node2");
      }
    }
  }

  @Test
  void takesNoNodeForUnknownWhereSlurmDoesNotAnswer() {
    Exchange dead =
        of("jobs")
            .filter(e -> e.id().equals("22.05/faults-v0.0.38/ctld-dead-jobs"))
            .findFirst()
            .orElseThrow();
    SlurmRestClient client = client(dead);

    assertThatThrownBy(() -> client.nodes("node1")).isInstanceOf(SlurmUnavailableException.class);
  }

  @TestFactory
  Stream<DynamicTest> takesEveryCancelForWhatItWas() {
    return of("cancel")
        .map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> cancel(exchange)));
  }

  private static void cancel(Exchange exchange) throws SlurmUnavailableException {
    long id = Long.parseLong(exchange.path().replaceFirst(".*/", ""));
    SlurmRestClient client = client(exchange);
    switch (exchange.name()) {
      case "delete-running", "delete-again", "delete-unknown-job", "ctld-back-delete" ->
          client.cancel(id);
      case "ctld-dead-delete", "delete-not-owner" ->
          assertThatThrownBy(() -> client.cancel(id))
              .isInstanceOfSatisfying(
                  SlurmUnavailableException.class, e -> assertThat(e.isBadCredentials()).isFalse());
      default -> throw new AssertionError("not expected: " + exchange.id());
    }
  }

  @Test
  void sendsNothingToASlurmrestdThatIsAway() throws IOException {
    // Bound, so that nobody else can take it, and not listening.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI closed = URI.create("http://127.0.0.1:" + held.getLocalPort());
      SlurmRestClient client =
          new SlurmRestClient(
              SlurmRestSettings.of(closed, USER, "v0.0.42"),
              () -> Optional.of(SlurmToken.of("a.recorded.token")));

      assertThat(client.submit(Jobs.plain())).isInstanceOf(SubmitOutcome.NotSent.class);
      assertThatThrownBy(client::jobs)
          .isInstanceOf(SlurmUnavailableException.class)
          .hasMessageContaining("no connection to slurmrestd at " + closed);
    }
  }
}
