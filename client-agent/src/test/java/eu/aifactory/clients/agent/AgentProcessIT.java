package eu.aifactory.clients.agent;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.agent.observer.FakeMonitor;
import eu.aifactory.clients.agent.registration.Ending;
import eu.aifactory.clients.agent.service.Eventually;
import eu.aifactory.clients.agent.service.FakeService;
import eu.aifactory.clients.agent.service.WireJsonResolver;
import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.emulator.VllmEmulator;
import eu.aifactory.clients.protocol.AgentToken;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.ObserverRegistration;
import eu.aifactory.clients.protocol.ObserverRegistration.UpdatePreferences;
import eu.aifactory.clients.protocol.RunOrder;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordBlockStream;
import eu.aifactory.clients.protocol.records.RecordReader;
import eu.aifactory.clients.protocol.records.RequestRecord;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged process against a fake service and a real emulator: what a job would see. */
@Timeout(120)
class AgentProcessIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int TERM_LIMIT_SECONDS = 20;
  private static final Workload.Records KEPT = new Workload.Records(true, false, null);

  private static final String TOKEN = "n-7";

  private final FakeService service = new FakeService();
  private final VllmEmulator emulator =
      VllmEmulator.start(
          EmulatorOptions.builder()
              .port(0)
              .firstToken(Duration.ofMillis(10))
              .betweenTokens(Duration.ofMillis(2))
              .outputTokens(8)
              .truthCapacity(100_000)
              .build());

  @AfterEach
  void close() {
    emulator.close();
    service.close();
  }

  @Test
  void obeysTheServiceThatStartedItAlone() throws Exception {
    try (AgentChild agent = start(Map.of("AIF_NONCE", TOKEN))) {
      awaitRegistered();
      RunOrder order = order("r1", Workload.Load.closed(null, 60L));
      String hash = AgentToken.hash(TOKEN);
      for (String foreign :
          List.of(
              "",
              "Bearer " + TOKEN,
              "Agent " + TOKEN,
              "Service " + TOKEN,
              "Service " + hash,
              "Service " + AgentToken.commandKey(AgentToken.hash("another")))) {
        assertThat(post("/run", order, foreign).statusCode()).as(foreign).isEqualTo(401);
        assertThat(post("/observer", order, foreign).statusCode()).as(foreign).isEqualTo(401);
      }

      assertThat(post("/run", order).statusCode()).isEqualTo(200);
      assertThat(agent.output()).doesNotContain(TOKEN + "\"", hash);
    }
  }

  @Test
  void holdsTheWholeConversation() throws Exception {
    try (AgentChild agent = start(Map.of("AIF_NONCE", TOKEN));
        FakeMonitor monitor = new FakeMonitor().answering()) {
      awaitRegistered();
      post(
          "/observer",
          new ObserverRegistration(
              "127.0.0.1", monitor.port(), new UpdatePreferences("200ms", "json")));
      RunOrder order = order("r1", Workload.Load.closed(null, 60L));
      HttpResponse<String> first = post("/run", order);
      HttpResponse<String> second = post("/run", order);
      Eventually.await("the last snapshot", this::lastCame);

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(second.body()).isEqualTo(first.body());
      Figures sum = sum();
      assertThat(sum.counted(Counter.SENT)).isEqualTo(60);
      assertThat(sum.counted(Counter.SUCCEEDED)).isEqualTo(60);
      assertThat(emulator.truth().records()).hasSize(60);
      assertThat(sum.histogram(Figure.TTFT).getTotalCount()).isEqualTo(60);
      assertThat(service.snapshots.getLast().outcome()).isEqualTo(Snapshot.COMPLETED);
      assertThat(service.connects.getFirst().nonce()).isEqualTo(TOKEN);
      AiService setUp =
          service.barriers.stream()
              .map(Barrier::service)
              .filter(found -> found != null)
              .findFirst()
              .orElseThrow();
      assertThat(setUp.baseUrl()).isEqualTo(serverAddr());
      Eventually.await("the last update", () -> endOf(monitor).isPresent());
      JsonObject end = endOf(monitor).orElseThrow();
      assertThat(end.getInt("succeeded")).isEqualTo(60);
      assertThat(end.getJsonObject("ttft_ms").getInt("count")).isEqualTo(60);
      assertThat(agent.output()).contains("corr-r1", "run r1: COMPLETED");
    }
  }

  @Test
  void deliversWhatItHasOnSigterm() throws Exception {
    try (AgentChild agent = start(Map.of())) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(600.0, null)));
      Eventually.await(
          "requests", () -> sum().counted(Counter.SUCCEEDED) > 0 && service.snapshots.size() > 1);

      agent.terminate();
      agent.exitCode(TERM_LIMIT_SECONDS);

      assertThat(service.snapshots.getLast().last()).isTrue();
      assertThat(service.snapshots.getLast().outcome()).isEqualTo(Snapshot.STOPPED);
      assertThat(service.snapshots.getLast().reason()).contains("told to terminate");
      // The server puts a request on record when it notices that its connection has ended.
      long sent = sum().counted(Counter.SENT);
      Eventually.await(
          sent + " requests at the server", () -> emulator.truth().records().size() >= sent);
      assertThat(emulator.truth().records()).hasSize((int) sent);
      assertThat(agent.leftBehind()).isEmpty();
      assertThat(agent.output())
          .contains("ending: the process was told to terminate")
          .doesNotContain("Exception");
    }
  }

  @Test
  void deliversARecordOfEachRequest(@TempDir Path folder) throws Exception {
    try (AgentChild agent = start(Map.of("AIF_AGENT_RECORDS_DIR", folder.toString()))) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(null, 60L), KEPT));
      Eventually.await("the last snapshot", this::lastCame);
      Eventually.await("the end of the records", () -> !service.recordEnds.isEmpty());

      assertThat(records())
          .hasSize(60)
          .extracting(RequestRecord::requestId)
          .containsExactlyInAnyOrderElementsOf(
              emulator.truth().records().stream().map(RequestTruth::requestId).toList());
      assertThat(sum().counted(Counter.RECORDS_KEPT)).isEqualTo(60);
      assertThat(service.recordEnds.getFirst().kept()).isEqualTo(60);
      assertThat(service.recordEnds.getFirst().missed().sum()).isZero();
      Eventually.await("the agent's file removed", () -> folder.toFile().list().length == 0);
      assertThat(agent.isAlive()).isTrue();
    }
  }

  /** What was answered well before the newest record that arrived has its record there, too. */
  @Test
  void losesNoMoreThanTheLastRecordsWhenItIsKilled(@TempDir Path folder) throws Exception {
    try (AgentChild agent = start(Map.of("AIF_AGENT_RECORDS_DIR", folder.toString()))) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(600.0, null), KEPT));
      Eventually.await("records of some seconds", () -> service.blocks.size() > 3);
      agent.kill();
      Map<String, Long> delivered =
          records().stream()
              .collect(Collectors.toMap(RequestRecord::requestId, RequestRecord::endNanos));
      Map<String, Long> answered =
          emulator.truth().records().stream()
              .filter(RequestTruth::completed)
              .collect(
                  Collectors.toMap(
                      RequestTruth::requestId, truth -> truth.chunks().getLast().sentNanos()));
      long newest = delivered.keySet().stream().mapToLong(answered::get).max().orElseThrow();
      long safe = newest - Duration.ofSeconds(3).toNanos();

      assertThat(answered.values().stream().filter(end -> end < safe).count()).isPositive();
      assertThat(answered.entrySet())
          .filteredOn(answer -> answer.getValue() < safe)
          .extracting(Map.Entry::getKey)
          .allMatch(delivered::containsKey);
      assertThat(service.recordEnds).isEmpty();
      assertThat(recordsIn(folder)).isGreaterThanOrEqualTo(delivered.size());
    }
  }

  @Test
  void endsOnSigtermWhileTheServiceIsAway() throws Exception {
    try (AgentChild agent = start(Map.of("AIF_AGENT_DELIVERY_LIMIT_SECONDS", "2"))) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(600.0, null)));
      Eventually.await("snapshots", () -> !service.snapshots.isEmpty());
      service.goAway();

      agent.terminate();
      int code = agent.exitCode(TERM_LIMIT_SECONDS);

      assertThat(agent.output()).as("with code %d", code).contains("snapshots not delivered");
      service.comeBack();
    }
  }

  @Test
  void stopsItsLoadAndEndsWhenTheServiceIsLost(@TempDir Path folder) throws Exception {
    try (AgentChild agent =
        start(
            Map.of(
                "AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS", "2",
                "AIF_AGENT_RETURN_LIMIT_SECONDS", "3",
                "AIF_AGENT_SPOOL_DIR", folder.toString()))) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(600.0, null)));
      Eventually.await("snapshots", () -> !service.snapshots.isEmpty());

      service.goAway();

      assertThat(agent.exitCode(60)).isEqualTo(Ending.SERVICE_LOST);
      assertThat(agent.output()).contains("was not reached for 2.0 s");
      int requests = emulator.truth().records().size();
      assertThat(emulator.running()).isZero();
      assertThat(emulator.truth().records()).hasSize(requests);
      service.comeBack();
      deliverWhatIsLeft(folder);
      assertThat(sum().counted(Counter.SENT)).isEqualTo(requests);
      assertThat(service.snapshots.getLast().reason()).contains("was not reached for 2.0 s");
    }
  }

  /** All but the last interval: that was in no snapshot yet. */
  @Test
  void leavesWhatItMeasuredWhenItIsKilledWhileTheServiceIsAway(@TempDir Path folder)
      throws Exception {
    try (AgentChild agent = start(Map.of("AIF_AGENT_SPOOL_DIR", folder.toString()))) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(600.0, null)));
      Eventually.await("snapshots", () -> service.snapshots.size() > 1);
      service.goAway();
      long delivered = sum().counted(Counter.SUCCEEDED);
      Eventually.await(
          "seconds of load", () -> emulator.truth().records().size() > delivered + 300);
      int before = emulator.truth().records().size();
      Eventually.await("another second", () -> emulator.truth().records().size() > before + 300);
      agent.kill();
      service.comeBack();

      deliverWhatIsLeft(folder);

      assertThat(sum().counted(Counter.SUCCEEDED))
          .isBetween((long) before, (long) emulator.truth().records().size());
      assertThat(service.snapshots)
          .extracting(Snapshot::sequence)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  /** As the scripts of jobs do it: another process of the same rank and folder. */
  private void deliverWhatIsLeft(Path folder) throws Exception {
    try (AgentChild deliverer =
        start(
            Map.of("AIF_AGENT_ONLY_DELIVERS", "true", "AIF_AGENT_SPOOL_DIR", folder.toString()))) {
      assertThat(deliverer.exitCode(30)).as(deliverer.output()).isZero();
      assertThat(deliverer.output()).contains("had left");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keepsItsRunThroughAServiceThatIsAwayForAWhile() throws Exception {
    try (AgentChild agent = start(Map.of())) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(4.0, null)));
      Eventually.await("snapshots", () -> !service.snapshots.isEmpty());
      service.goAway();
      int seen = emulator.truth().records().size();
      Eventually.await("load goes on", () -> emulator.truth().records().size() > seen + 50);
      service.comeBack();
      Eventually.await("the last snapshot", this::lastCame);

      assertThat(agent.isAlive()).isTrue();
      assertThat(sum().counted(Counter.SENT)).isEqualTo(emulator.truth().records().size());
      assertThat(service.snapshots)
          .extracting(Snapshot::sequence)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void endsWithItsTimeLimit() throws Exception {
    try (AgentChild agent = start(Map.of("AIF_TIME_LIMIT_SECONDS", "15"))) {
      awaitRegistered();
      post("/run", order("r1", Workload.Load.closed(600.0, null)));
      Eventually.await("load", () -> !emulator.truth().records().isEmpty());

      assertThat(agent.exitCode(40)).isZero();
      assertThat(service.snapshots.getLast().reason()).isEqualTo("the time limit is over");
    }
  }

  @Test
  void saysWhyItWasTurnedAway() throws Exception {
    service.refuse(FakeService.CONNECT, 409);
    try (AgentChild agent = start(Map.of())) {
      assertThat(agent.exitCode(40)).isEqualTo(Ending.NOT_REGISTERED);
      assertThat(agent.output()).contains("turned this agent away (409): scripted refusal");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'0 http://a:1 http://b:2 3' | NUM_CLIENTS must be 1 to 1000000, not 0",
        "'two http://a:1 http://b:2 3' | NUM_CLIENTS must be a whole number, not \"two\"",
        "'2 a:1 http://b:2 3' | SERVER_ADDR must be an http or https address with a host, not \"a:1\"",
        "'2 http://a:1 ftp://b 3' | CLIENT_SERVICE_ADDR must be an http or https address",
        "'2 http://a:1 http://b:2 x3' | BENCHMARK_ID must be a whole number, not \"x3\"",
        "'2 http://a:1 http://b:2' | 4 arguments are needed, not 3",
        "'2 http://a:1 http://b:2 3 --fast' | unknown option \"--fast\"",
        "'2 http://a:1 http://b:2 3 --container' | --container needs the image of the client",
      })
  void namesWhatIsWrongInItsCommandLine(String arguments, String sentence) throws Exception {
    try (AgentChild agent = AgentChild.start(Map.of(), arguments.split(" "))) {
      assertThat(agent.exitCode(30)).isEqualTo(Ending.BAD_COMMAND_LINE);
      assertThat(agent.output().lines()).hasSize(1);
      assertThat(agent.output()).contains(sentence);
    }
  }

  @Test
  void saysWhenItsPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        AgentChild agent =
            start(Map.of("AIF_AGENT_PORT", Integer.toString(taken.getLocalPort())))) {
      assertThat(agent.exitCode(40)).isEqualTo(Ending.CANNOT_LISTEN);
      assertThat(agent.output().strip().lines()).hasSize(1);
      assertThat(agent.output())
          .startsWith("cannot listen on 127.0.0.1 port " + taken.getLocalPort());
    }
  }

  private AgentChild start(Map<String, String> environment) {
    return AgentChild.start(environment, "3", serverAddr(), service.address(), "123");
  }

  private String serverAddr() {
    return "http://127.0.0.1:" + emulator.port();
  }

  private void awaitRegistered() {
    Eventually.await("registered", () -> !service.heartbeats.isEmpty());
  }

  private boolean lastCame() {
    return !service.snapshots.isEmpty() && service.snapshots.getLast().last();
  }

  private Figures sum() {
    Figures sum = new Figures();
    List.copyOf(service.snapshots)
        .forEach(snapshot -> sum.addInterval(RunFigures.of(snapshot.stages()).whole()));
    return sum;
  }

  private List<RequestRecord> records() {
    List<RequestRecord> all = new ArrayList<>();
    for (RecordBlock block : service.blocks) {
      RecordReader reader = new RecordReader(block);
      while (reader.hasNext()) {
        all.add(reader.next());
      }
    }
    return all;
  }

  /** Records in what a dead agent left, up to where it was torn off. */
  private static int recordsIn(Path folder) throws IOException {
    int count = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          RecordBlockStream blocks = new RecordBlockStream(in);
          for (var block = blocks.next(); block.isPresent(); block = blocks.next()) {
            count += block.get().records();
          }
        }
      }
    }
    return count;
  }

  private RunOrder order(String runId, Workload.Load load) {
    return order(runId, load, null);
  }

  private RunOrder order(String runId, Workload.Load load, Workload.Records records) {
    return new RunOrder(
        123,
        runId,
        0,
        1,
        3,
        3,
        serverAddr(),
        null,
        Workload.standard().withLoad(load).withRecords(records),
        "corr-" + runId);
  }

  private HttpResponse<String> post(String path, Object body)
      throws IOException, InterruptedException {
    return post(path, body, "Service " + AgentToken.commandKey(AgentToken.hash(TOKEN)));
  }

  private HttpResponse<String> post(String path, Object body, String authorization)
      throws IOException, InterruptedException {
    String address = service.connects.getFirst().clientAddress();
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(WireJsonResolver.jsonb().toJson(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Optional<JsonObject> endOf(FakeMonitor monitor) {
    return monitor.updates.stream()
        .filter(update -> update.getString("state").equals(Snapshot.COMPLETED))
        .findFirst();
  }
}
