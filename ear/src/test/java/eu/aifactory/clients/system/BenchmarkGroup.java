package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A client group that a test has created, deleted at the test's end. */
final class BenchmarkGroup implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration RUN_LIMIT = Duration.ofSeconds(60);
  private static final Set<String> ENDS = Set.of("FAILED", "TIMED_OUT", "CANCELLED");

  private final ServiceUnderTest service;
  private final Http api;
  private final long id;

  private BenchmarkGroup(ServiceUnderTest service, long id) {
    this.service = service;
    this.api = service.api();
    this.id = id;
  }

  /**
   * @param workload the member of that name, JSON
   */
  static BenchmarkGroup create(ServiceUnderTest service, int clients, int agents, String workload) {
    return create(
        service,
        "{\"num_clients\":%d,\"time_limit\":5,\"agents\":%d,\"workload\":%s}"
            .formatted(clients, agents, workload));
  }

  /**
   * @param body of the call that creates it, JSON
   */
  static BenchmarkGroup create(ServiceUnderTest service, String body) {
    BenchmarkGroup group = new BenchmarkGroup(service, ServiceUnderTest.newId());
    service.api().post(group.path(""), body).expect(201);
    return group;
  }

  /** A group that may exist, for a test that has asked for it in another way. */
  static BenchmarkGroup of(ServiceUnderTest service, long id) {
    return new BenchmarkGroup(service, id);
  }

  long id() {
    return id;
  }

  String path(String rest) {
    return "/client-group/" + id + rest;
  }

  JsonObject info() {
    return api.get(path("")).expect(200).json().getJsonObject("info");
  }

  String state() {
    return info().getString("state");
  }

  BenchmarkGroup awaitReady() {
    return awaitState("READY", READY_LIMIT);
  }

  BenchmarkGroup awaitState(String wanted, Duration limit) {
    Await.so(
        "group %d %s".formatted(id, wanted),
        limit,
        () -> {
          String state = state();
          assertThat(!ENDS.contains(state) || state.equals(wanted)).as(story()).isTrue();
          return state.equals(wanted);
        },
        this::story);
    return this;
  }

  /** Orders a run and gives its id. */
  String startRun() {
    JsonObject answer = api.post(path("/run")).expect(200).json();
    assertThat(answer.getJsonArray("results"))
        .as(answer.toString())
        .allMatch(result -> result.asJsonObject().getInt("status_code") == 200);
    return answer.getString("run_id");
  }

  /** The same where the service reaches no agent: their next heartbeats bring the order. */
  String orderRunThatReachesNoAgent() {
    JsonObject answer = api.post(path("/run")).expect(200).json();
    assertThat(answer.getJsonArray("results"))
        .as(answer.toString())
        .isNotEmpty()
        .allMatch(result -> result.asJsonObject().getInt("status_code") == 502);
    return answer.getString("run_id");
  }

  /** Runs the workload, waits for the end and gives the result document. */
  JsonObject runToResult() {
    String run = startRun();
    awaitCompleted();
    return result(run);
  }

  BenchmarkGroup awaitCompleted() {
    return awaitState("COMPLETED", RUN_LIMIT);
  }

  JsonObject result(String run) {
    return api.get(path("/runs/" + run + "/result")).expect(200).json();
  }

  /** What became of the run, as the group tells it. */
  JsonObject run(String run) {
    return info().getJsonArray("runs").getValuesAs(JsonObject.class).stream()
        .filter(candidate -> candidate.getString("run_id").equals(run))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no run %s: %s".formatted(run, story())));
  }

  List<JsonObject> agents() {
    return info().getJsonArray("agents").getValuesAs(JsonObject.class);
  }

  List<JsonObject> events() {
    return api.get(path("/events"))
        .expect(200)
        .json()
        .getJsonArray("events")
        .getValuesAs(JsonObject.class);
  }

  /** For messages of failures: how it stands and what has happened to it. */
  String story() {
    return Optional.of(api.get(path(""))).map(Answer::body).orElse("")
        + "\n"
        + api.get(path("/events")).body();
  }

  void delete() {
    api.delete(path("")).expect(200);
  }

  /** Deletes it and waits until its processes are gone, so that the next test has the machine. */
  @Override
  public void close() {
    delete();
    Await.so(
        "the end of group %d's processes".formatted(id),
        Duration.ofSeconds(45),
        () -> processes().isEmpty(),
        () -> processes().toString());
  }

  /** Its agents alone, without the scripts that watch over them. */
  List<ProcessHandle> agentProcesses() {
    return service.jobs(id).stream()
        .flatMap(folder -> AgentProcesses.agentsIn(folder).stream())
        .toList();
  }

  private List<ProcessHandle> processes() {
    return service.jobs(id).stream()
        .flatMap(folder -> AgentProcesses.workingIn(folder).stream())
        .toList();
  }
}
