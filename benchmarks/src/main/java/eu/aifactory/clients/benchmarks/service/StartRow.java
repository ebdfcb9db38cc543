package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.report.Row;
import eu.aifactory.clients.emulator.EmulatorOptions;
import eu.aifactory.clients.emulator.RequestTruth;
import eu.aifactory.clients.emulator.VllmEmulator;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * How far apart the agents of a run start: 16 real agents on this machine, each with one client,
 * and the emulator's record of when their first requests came.
 */
public final class StartRow {
  private static final int AGENTS = 16;
  private static final int RUNS = 5;
  private static final double LONGEST_MS = 10;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final RealService service;
  private final Calls calls;
  private final String person;
  private final Histogram times = Calls.times();

  private StartRow(RealService service, Calls calls) {
    this.service = service;
    this.calls = calls;
    this.person = "Bearer " + service.token();
  }

  /**
   * @param root of the built project
   * @param agent folder of the built agent
   */
  public static Row take(Path root, Path agent, Consumer<String> progress)
      throws IOException, InterruptedException {
    // The first answer of each client outlasts the look at the arrivals. Code that is run for the
    // first time would read the last of the requests tens of milliseconds after the first.
    try (VllmEmulator emulator =
            VllmEmulator.startWarm(
                EmulatorOptions.parse(
                    "--port", "0", "--ttft-ms", "2000", "--truth", "--warm-up-s", "5"));
        ServiceDatabase database = new ShippedH2();
        RealService service =
            RealService.withAgents(root, database, agent, emulator.baseUri().toString())) {
      StartRow row = new StartRow(service, new Calls(service.api()));
      List<Double> spreads = row.spreads(emulator, progress);
      Collections.sort(spreads);
      double median = spreads.get(spreads.size() / 2);
      return new Row(
          "first requests of 16 agents of one run",
          "≤ 10 ms from the first to the last",
          String.format(
              Locale.ROOT,
              "by the emulator's record, %d runs: %.1f to %.1f ms",
              RUNS,
              spreads.getFirst(),
              spreads.getLast()),
          String.format(Locale.ROOT, "%.1f ms, median", median),
          median <= LONGEST_MS);
    }
  }

  private List<Double> spreads(VllmEmulator emulator, Consumer<String> progress)
      throws InterruptedException {
    calls.call(
        "POST",
        "/client-group/1",
        person,
        """
        {"num_clients":%d,"agents":%d,"time_limit":30,
         "workload":{"load":{"requests":%d},"output":{"max_tokens":4}}}
        """
            .formatted(AGENTS, AGENTS, AGENTS),
        times);
    await("READY");
    List<Double> spreads = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      emulator.truth().clear();
      calls.call("POST", "/client-group/1/run", person, null, times);
      await("COMPLETED");
      spreads.add(spread(emulator.truth().records()));
      progress.accept(
          String.format(
              Locale.ROOT,
              "  %.1f ms apart, clocks known to within %.1f ms",
              spreads.getLast(),
              clockUncertaintyMs()));
    }
    calls.call("DELETE", "/client-group/1", person, null, times);
    return spreads;
  }

  private static double spread(List<RequestTruth> requests) {
    List<Long> received = requests.stream().map(RequestTruth::receivedNanos).sorted().toList();
    if (received.size() != AGENTS) {
      throw new BenchmarkException(
          "%d requests came, not one of each agent".formatted(received.size()));
    }
    return (received.getLast() - received.getFirst()) / 1e6;
  }

  /** Of the agent that knows least. */
  private double clockUncertaintyMs() {
    return get("/client-group/1/result")
        .getJsonArray("agents")
        .getValuesAs(JsonObject.class)
        .stream()
        .mapToDouble(agent -> agent.getJsonNumber("clock_uncertainty_ms").doubleValue())
        .max()
        .orElseThrow();
  }

  private JsonObject group() {
    return get("/client-group/1").getJsonObject("info");
  }

  private JsonObject get(String path) {
    String answer = calls.call("GET", path, person, null, times);
    try (JsonReader reader = Json.createReader(new StringReader(answer))) {
      return reader.readObject();
    }
  }

  private void await(String wanted) throws InterruptedException {
    long begin = System.nanoTime();
    JsonObject group = group();
    while (!group.getString("state").equals(wanted)) {
      if (group.getString("state").equals("FAILED")
          || System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new BenchmarkException("the group is not %s: %s".formatted(wanted, group));
      }
      Thread.sleep(200);
      group = group();
    }
  }
}
