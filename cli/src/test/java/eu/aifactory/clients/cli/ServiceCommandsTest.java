package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.JobOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCommandsTest {
  private static final String RUN = "01M85F8YY6HK8QXQNHGEK9QAS9";

  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void createsAGroupAsTheContractSays() {
    service.answer(
        "POST /client-group/7",
        201,
        "{\"status\":\"created\",\"benchmark_id\":7,\"num_clients\":5}");

    Captured run = aif("group", "create", "7", "--clients", "5", "--agents", "2", "--time", "9");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Group 7 is created");
    assertThat(service.calls())
        .singleElement()
        .asString()
        .contains(
            "\"num_clients\":5",
            "\"time_limit\":9",
            "\"agents\":2",
            "\"workload\":null",
            "\"job\":null");
  }

  @Test
  void sendsTheWorkloadOfTheFile() throws IOException {
    Path file = folder.resolve("w.json");
    Files.writeString(file, "{\"load\": {\"requests\": 12}}");
    service.answer("POST /client-group/7", 201, "{}");

    assertThat(aif("group", "create", "7", "--clients", "5", "--workload", file.toString()))
        .extracting(Captured::exitCode)
        .isEqualTo(0);
    assertThat(service.calls()).singleElement().asString().contains("\"requests\":12");
  }

  @Test
  void sendsWhatTheJobAsksOfTheCluster() {
    service.answer("POST /client-group/7", 201, "{}");

    Captured run =
        aif(
            ("group create 7 --clients 5 --agents 2 --partition gpu,cpu --account p7 --qos high"
                    + " --constraint ib&sky --reservation r1 --gres gpu:1 --cpus 4 --memory 8G"
                    + " --nodes 2 --exclude node[1-3]")
                .split(" "));

    assertThat(run.exitCode()).as(run.err()).isZero();
    JobOptions job =
        Wire.JSONB.fromJson(service.calls().getFirst().split(" ", 3)[2], CreateGroup.class).job();
    assertThat(job)
        .isEqualTo(
            new JobOptions(
                "gpu,cpu", "p7", "high", "ib&sky", "r1", "gpu:1", 4, "8G", 2, "node[1-3]"));
  }

  @Test
  void sendsNothingWhenTheWorkloadIsWrong() throws IOException {
    Path file = folder.resolve("w.json");
    Files.writeString(file, "{\"load\": {\"reqests\": 12}}");

    Captured run = aif("group", "create", "7", "--clients", "5", "--workload", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("workload.load.reqests");
    assertThat(service.calls()).isEmpty();
  }

  @Test
  void passesOnWhatTheServiceSaysIsWrong() {
    service.answer("POST /client-group/7", 409, "{\"detail\":\"Group already exists\"}");

    Captured run = aif("group", "create", "7", "--clients", "5");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly("aif: the client service refused: Group already exists.");
  }

  @Test
  void showsNoPageOfAServerThatIsNoService() {
    service.answer("GET /client-group/7", 502, "text/html", "<html>Bad gateway</html>");

    Captured run = aif("status", "7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("502", service.url()).doesNotContain("<html>");
  }

  @Test
  void anAnswerThatIsNoGroupIsNotShownAsOne() {
    service.answer("GET /client-group/7", 200, "pong");

    assertThat(aif("status", "7").exitCode()).isEqualTo(3);
  }

  @Test
  void showsHowAGroupStands() {
    service.answer("GET /client-group/7", 200, group("RUNNING", "RUNNING"));

    Captured run = aif("status", "7");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("RUNNING", "http://node-01:9000", RUN, "4711");
  }

  @Test
  void listsGroups() {
    service.answer(
        "GET /client-group?limit=50",
        200,
        "{\"total\":1,\"offset\":0,\"limit\":50,\"groups\":[" + group("READY", "COMPLETED") + "]}");

    assertThat(aif("list").out()).contains("7", "READY");
  }

  @Test
  void waitsForTheEndOfARunAndPrintsItsResult() throws IOException {
    service
        .answer("POST /client-group/7/run", 200, dispatched())
        .answer("GET /client-group/7", 200, group("RUNNING", "PREPARING"))
        .answer("GET /client-group/7", 200, group("RUNNING", "RUNNING"))
        .answer("GET /client-group/7", 200, group("COMPLETED", "COMPLETED"))
        .answer("GET /client-group/7/runs/" + RUN + "/result", 200, result());

    Captured run = aif("run", "7", "--wait");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("verdict").contains("ttft", "send lag", "1000 intended");
    assertThat(run.err()).contains(RUN + " is PREPARING");
  }

  @Test
  void aRunThatFailedIsAFailure() {
    service
        .answer("POST /client-group/7/run", 200, dispatched())
        .answer("GET /client-group/7", 200, group("FAILED", "FAILED"))
        .answer("GET /client-group/7/runs/" + RUN + "/result", 404, "{\"detail\":\"none\"}");

    Captured run = aif("run", "7", "--wait");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(RUN).contains("failed: the run's reason");
  }

  @Test
  void printsTheDocumentByteForByte() throws IOException {
    String document = "{ \"verdict\" :\"VALID\",\n\n \"ü\": 1.50}";
    service.answer("GET /client-group/7/result", 200, document);

    assertThat(aif("result", "7", "--json").out()).isEqualTo(document);
  }

  @Test
  void printsWhatAJobHasWritten() {
    service.answer(
        "GET /client-group/7/logs/stdout bytes=0-1048575", 206, "text/plain", "one\ntwö\n");

    Captured run = aif("logs", "7");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("one\ntwö\n");
  }

  @Test
  void readsALongLogPartByPart() {
    String first = "x".repeat(1 << 20);
    service
        .answer("GET /client-group/7/logs/stderr bytes=0-1048575", 206, "text/plain", first)
        .answer("GET /client-group/7/logs/stderr bytes=1048576-2097151", 416, "{}");

    Captured run = aif("logs", "7", "stderr");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(first);
  }

  @Test
  void doesNotRepeatWhatAProxyWithoutRangesSendsAgain() {
    service
        .answer("GET /client-group/7", 200, group("RUNNING", "RUNNING"))
        .answer("GET /client-group/7", 200, group("CANCELLED", "FAILED"))
        .answer("GET /client-group/7/logs/stdout bytes=0-1048575", 200, "text/plain", "one\n")
        .answer("GET /client-group/7/logs/stdout bytes=4-1048579", 200, "text/plain", "one\ntwo\n");

    assertThat(aif("logs", "7", "--follow").out()).isEqualTo("one\ntwo\n");
  }

  @Test
  void followsALogFromBeforeItsBeginningToItsEnd() {
    service
        .answer("GET /client-group/7", 200, group("QUEUED", "RUNNING"))
        .answer("GET /client-group/7", 200, group("RUNNING", "RUNNING"))
        .answer("GET /client-group/7", 200, group("FAILED", "FAILED"))
        .answer("GET /client-group/7/logs/stdout bytes=0-1048575", 404, "{\"detail\":\"none\"}")
        .answer("GET /client-group/7/logs/stdout bytes=0-1048575", 206, "text/plain", "one\n")
        .answer("GET /client-group/7/logs/stdout bytes=4-1048579", 206, "text/plain", "two\n");

    Captured run = aif("logs", "7", "stdout", "--follow");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("one\ntwo\n");
  }

  @Test
  void endsWithTheGroupThatItFollows() {
    service
        .answer("GET /client-group/7", 200, group("RUNNING", "RUNNING"))
        .answer("GET /client-group/7", 404, "{\"detail\":\"Benchmark id not found\"}")
        .answer("GET /client-group/7/logs/stdout bytes=0-1048575", 206, "text/plain", "one\n");

    Captured run = aif("logs", "7", "--follow");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("one\n");
    assertThat(run.errLines()).containsExactly("aif: group 7 was deleted.");
  }

  @Test
  void followsNoGroupThatIsNotThere() {
    service.answer("GET /client-group/7", 404, "{\"detail\":\"Benchmark id not found\"}");

    assertThat(aif("logs", "7", "--follow").exitCode()).isEqualTo(1);
  }

  @Test
  void saysWhyThereIsNoLog() {
    service.answer(
        "GET /client-group/7/logs/stdout bytes=0-1048575",
        404,
        "{\"detail\":\"no job of group 7 has written stdout yet\"}");

    Captured run = aif("logs", "7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "aif: the client service refused: no job of group 7 has written stdout yet.");
  }

  @Test
  void deletes() {
    service.answer("DELETE /client-group/7", 200, "{\"status\":\"deleted\",\"benchmark_id\":7}");

    assertThat(aif("delete", "7").out()).contains("Group 7 is deleted");
  }

  private Captured aif(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--service", service.url()));
    return Captured.aif(folder, line.toArray(String[]::new));
  }

  private static String dispatched() {
    return "{\"status\":\"dispatched\",\"benchmark_id\":7,\"run_id\":\""
        + RUN
        + "\",\"results\":[]}";
  }

  private static String group(String state, String runState) {
    return """
        {"benchmark_id":7,"info":{"num_clients":5,"client_address":null,"created_at":1634567890.123,
         "state":"%s","desired":"RUN","reason":null,"time_limit":5,"deadline":1634568190.0,
         "owner":null,"server_addr":"http://ai:8000","num_agents":1,
         "agents":[{"agent":"a-1","rank":0,"address":"http://node-01:9000","node":"node-01",
           "state":"READY","last_heartbeat":1634567891.0,"clock_offset_ms":0.1,"num_clients":5}],
         "job":{"dispatcher":"local","name":"j","id":"4711","state":"RUNNING","reason":null},
         "runs":[{"run_id":"%s","state":"%s","started_at":1634567891.0,"ended_at":null,
           "verdict":null,"reason":"the run's reason"}],"workload":null}}"""
        .formatted(state, RUN, runState);
  }

  private static String result() throws IOException {
    try (InputStream sample = ServiceCommandsTest.class.getResourceAsStream("result.json")) {
      return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
