package eu.aifactory.clients.protocol.compare;

import eu.aifactory.clients.protocol.WireJson;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Counter;
import eu.aifactory.clients.protocol.figures.Figure;
import eu.aifactory.clients.protocol.figures.Figures;
import eu.aifactory.clients.protocol.figures.RunFigures;
import eu.aifactory.clients.protocol.result.AgentFigures;
import eu.aifactory.clients.protocol.result.Latency;
import eu.aifactory.clients.protocol.result.Result;
import eu.aifactory.clients.protocol.result.ResultAssembly;
import eu.aifactory.clients.protocol.result.RunStages;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A run of a server whose truth is known: its latencies are log-normal, and each run is slower or
 * faster than the truth by a factor of its own.
 */
final class SimulatedRun {
  private static final Jsonb JSON = JsonbBuilder.create(WireJson.config());
  private static final double SIGMA = 0.4;
  private static final double MILLI = 1e6;

  private final Random random;
  private final Figures figures = new Figures();
  private Workload workload = Workload.standard();
  private int clients = 8;

  /**
   * @param factor of all latencies of this run
   */
  SimulatedRun(Random random, int requests, double factor) {
    this.random = random;
    double window = 0;
    for (int i = 0; i < requests; i++) {
      double ttftMs = factor * 100 * logNormal(SIGMA);
      double e2eMs = ttftMs + factor * 400 * logNormal(SIGMA);
      figures.record(Figure.TTFT, (long) (ttftMs * MILLI));
      figures.record(Figure.E2E, (long) (e2eMs * MILLI));
      window += e2eMs / 1000 / clients;
    }
    figures.count(Counter.INTENDED, requests);
    figures.count(Counter.SENT, requests);
    figures.count(Counter.SUCCEEDED, requests);
    figures.count(Counter.COMPLETION_TOKENS, 20L * requests);
    figures.sentAt(0);
    figures.endedAt((long) (window * 1e6));
  }

  /** Gaps between tokens, all those of one request alike: no more is known than of a request. */
  SimulatedRun withGaps(int requests, int ofEach, double factor) {
    for (int i = 0; i < requests; i++) {
      figures.record(Figure.ITL, (long) (factor * 20 * logNormal(SIGMA) * MILLI), ofEach);
    }
    return this;
  }

  SimulatedRun withFailures(int failed) {
    figures.count(Counter.INTENDED, failed);
    figures.count(Counter.SENT, failed);
    figures.count(Counter.FAILED, failed);
    for (int i = 0; i < failed; i++) {
      figures.countError("truncated");
    }
    return this;
  }

  SimulatedRun lateBy(long millis, int requests) {
    figures.record(Figure.SEND_LAG, (long) (millis * MILLI), requests);
    return this;
  }

  SimulatedRun of(Workload other) {
    workload = other;
    return this;
  }

  SimulatedRun withClients(int other) {
    clients = other;
    return this;
  }

  String json() {
    AgentFigures agent = new AgentFigures("a", null, "node", 0.0, figures, null, "COMPLETED", null);
    Result.Provenance provenance =
        new Result.Provenance(
            "aif test",
            new Result.Server("http://a:1", "vllm", null, "0.32", "model", null),
            null,
            null,
            null);
    return JSON.toJson(
        ResultAssembly.assemble(
            1L,
            "run",
            Instant.EPOCH,
            clients,
            workload,
            provenance,
            List.of(agent),
            new RunStages(List.of(), new RunFigures())));
  }

  /** What a comparison of these latencies reads, and no more: thousands are made of it. */
  ResultDocument sparse(String name, Figure... known) {
    long requests = figures.counted(Counter.SUCCEEDED);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("verdict", "VALID")
            .add("requests", Json.createObjectBuilder().add("succeeded", requests))
            .add(
                "rates",
                Json.createObjectBuilder()
                    .add("requests_per_second", requests / figures.windowSeconds()));
    JsonObjectBuilder histograms = Json.createObjectBuilder();
    Map<String, String> encoded = figures.toParts().histograms();
    for (Figure figure : known) {
      Latency latency = Latency.of(figures.histogram(figure));
      json.add(
          figure.wireName() + "_ms",
          Json.createObjectBuilder()
              .add("mean", latency.mean())
              .add("p50", latency.p50())
              .add("p90", latency.p90()));
      histograms.add(figure.wireName(), encoded.get(figure.wireName()));
    }
    return ResultDocument.of(name, json.add("histograms", histograms).build());
  }

  ResultDocument document(String name) {
    return ResultDocument.parse(name, json());
  }

  private double logNormal(double sigma) {
    return Math.exp(sigma * random.nextGaussian());
  }
}
