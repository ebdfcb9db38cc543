package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.Distribution;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.result.FigureBlock;
import eu.aifactory.clients.protocol.result.Latency;
import eu.aifactory.clients.protocol.result.Result;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A result for the eye: first whether it may be believed, then what it says. */
final class ResultTable {
  private final Result result;
  private final StringJoiner text = new StringJoiner("\n");

  private ResultTable(Result result) {
    this.result = result;
  }

  static String of(Result result) {
    ResultTable table = new ResultTable(result);
    table.verdict();
    table.whatWasRun();
    table.requests();
    table.latencies();
    table.stages();
    table.found();
    if (result.agents() != null && !result.agents().isEmpty()) {
      table.agents(result.agents());
    }
    return table.text.toString();
  }

  private void verdict() {
    text.add("verdict     " + result.verdict());
    if (result.verdictReasons() != null) {
      result.verdictReasons().forEach(reason -> text.add("            - " + reason));
    }
    text.add("");
  }

  private void whatWasRun() {
    String group = result.benchmarkId() == null ? "" : "group " + result.benchmarkId() + ", ";
    text.add(
        "run         %s%s, %s"
            .formatted(group, Figure.text(result.runId()), Figure.text(result.createdAt())));
    if (result.importedFrom() != null) {
      text.add("imported    from " + result.importedFrom());
    }
    if (result.provenance() != null && result.provenance().server() != null) {
      Result.Server server = result.provenance().server();
      text.add(
          "server      %s (%s %s), model %s"
              .formatted(
                  Figure.text(server.url()),
                  Figure.text(server.kind()),
                  Figure.text(server.version()),
                  Figure.text(server.model())));
    }
    Result.SentWorkload workload = result.workload();
    // Other tools do not say all of it.
    if (workload != null && workload.load() != null && workload.output() != null) {
      text.add(
          "workload    %s, %s, %s, seed %d"
              .formatted(
                  shape(workload.load()), workload.api(), answers(workload), workload.seed()));
    }
  }

  private static String shape(Workload.Load load) {
    String kind = Workload.Load.CLOSED.equals(load.kind()) ? "closed loop" : load.kind();
    if (load.sweep() != null) {
      return kind + " arrivals, rates swept";
    }
    if (load.search() != null) {
      return kind + " arrivals, highest rate searched";
    }
    return load.rate() == null ? kind : "%s arrivals, %s/s".formatted(kind, rate(load));
  }

  private static String rate(Workload.Load load) {
    String from = Figure.of(load.rate());
    return load.ramp() == null ? from : from + " to " + Figure.of(load.ramp().to());
  }

  private void stages() {
    if (result.stages() == null || result.stages().isEmpty()) {
      return;
    }
    Table table =
        new Table(
            2,
            "stage",
            "load",
            "rate",
            "sent",
            "failed",
            "answered/s",
            "ttft p50",
            "ttft p99",
            "itl p99",
            "slo kept");
    for (Result.Stage stage : result.stages()) {
      table.row(
          Integer.toString(stage.index()),
          stage.load().kind(),
          stage.load().rate() == null ? Figure.UNKNOWN : rate(stage.load()),
          Long.toString(stage.requests().sent()),
          Long.toString(stage.requests().failed()),
          Figure.of(stage.rates().requestsPerSecond()),
          stage.ttftMs() == null ? Figure.UNKNOWN : Figure.of(stage.ttftMs().p50()),
          stage.ttftMs() == null ? Figure.UNKNOWN : Figure.of(stage.ttftMs().p99()),
          stage.itlMs() == null ? Figure.UNKNOWN : Figure.of(stage.itlMs().p99()),
          stage.goodput() == null ? Figure.UNKNOWN : Figure.percent(stage.goodput().attainment()));
    }
    text.add("");
    text.add(table.toString());
  }

  private void found() {
    Result.Sweep sweep = result.sweep();
    if (sweep != null) {
      text.add("");
      text.add(
          "sweep       sustained up to %s/s, over-saturated at %s/s, at most %s answers/s"
              .formatted(
                  Figure.of(sweep.sustained()),
                  Figure.of(sweep.saturation()),
                  Figure.of(sweep.mostAnsweredPerSecond())));
    }
    Result.Search search = result.search();
    if (search != null) {
      text.add("");
      text.add(
          search.rate() == null
              ? "search      no rate was seen to keep the SLO: " + search.reason()
              : "search      %s/s keeps the SLO: %s of its requests, with %s %% confidence that it is at least what was asked for; %s"
                  .formatted(
                      Figure.of(search.rate()),
                      Figure.percent(search.attainment()),
                      Figure.of(100 * search.confidence()),
                      search.reason()));
    }
  }

  private void requests() {
    FigureBlock.Requests requests = result.requests();
    text.add(
        "requests    %d intended, %d sent, %d succeeded, %d failed"
            .formatted(
                requests.intended(), requests.sent(), requests.succeeded(), requests.failed()));
    if (requests.errors() != null && !requests.errors().isEmpty()) {
      text.add("errors      " + listed(requests.errors()));
    }
    FigureBlock.Rates rates = result.rates();
    text.add(
        "rates       %s requests/s, %s input tokens/s, %s output tokens/s"
            .formatted(
                Figure.of(rates.requestsPerSecond()),
                Figure.of(rates.inputTokensPerSecond()),
                Figure.of(rates.outputTokensPerSecond())));
    text.add(
        "in flight   %s on average, %s at most, over %s s"
            .formatted(
                Figure.of(result.concurrency().mean()),
                Figure.of(result.concurrency().peak()),
                Figure.of(result.window().seconds())));
    Result.Steady steady = result.steady();
    if (steady != null) {
      text.add(
          "steady      %s in flight, %s requests/s, %s output tokens/s, over %s s from %s s on"
              .formatted(
                  Figure.of(steady.concurrency().mean()),
                  Figure.of(steady.rates().requestsPerSecond()),
                  Figure.of(steady.rates().outputTokensPerSecond()),
                  Figure.of(steady.seconds()),
                  Figure.of(steady.beginsAfterSeconds())));
    }
    if (result.goodput() != null && result.goodput().attainment() != null) {
      text.add(
          "goodput     %s requests/s within the SLO, %s of all"
              .formatted(
                  Figure.of(result.goodput().requestsPerSecond()),
                  Figure.percent(result.goodput().attainment())));
    }
    text.add("");
  }

  private void latencies() {
    Table table = new Table(1, "milliseconds", "count", "mean", "p50", "p90", "p95", "p99", "max");
    latency(table, "ttft", result.ttftMs());
    latency(table, "tpot", result.tpotMs());
    latency(table, "itl", result.itlMs());
    latency(table, "e2e", result.e2eMs());
    latency(table, "chunk gap", result.chunkGapMs());
    latency(table, "send lag", result.sendLagMs());
    text.add(table.toString());
  }

  private void agents(List<Result.AgentResult> agents) {
    Table table =
        new Table(
            3,
            "agent",
            "node",
            "state",
            "sent",
            "succeeded",
            "failed",
            "ttft p50",
            "ttft p99",
            "send lag p99",
            "cpu");
    for (Result.AgentResult agent : agents) {
      table.row(
          Figure.text(agent.agent()),
          Figure.text(agent.node()),
          Figure.text(agent.state()),
          Long.toString(agent.requests().sent()),
          Long.toString(agent.requests().succeeded()),
          Long.toString(agent.requests().failed()),
          agent.ttftMs() == null ? Figure.UNKNOWN : Figure.of(agent.ttftMs().p50()),
          agent.ttftMs() == null ? Figure.UNKNOWN : Figure.of(agent.ttftMs().p99()),
          agent.sendLagMs() == null ? Figure.UNKNOWN : Figure.of(agent.sendLagMs().p99()),
          Figure.percent(agent.cpuShare()));
    }
    text.add("");
    text.add(table.toString());
  }

  private static void latency(Table table, String name, Latency latency) {
    if (latency == null) {
      table.row(name, "0", "-", "-", "-", "-", "-", "-");
      return;
    }
    table.row(
        name,
        Long.toString(latency.count()),
        Figure.of(latency.mean()),
        Figure.of(latency.p50()),
        Figure.of(latency.p90()),
        Figure.of(latency.p95()),
        Figure.of(latency.p99()),
        Figure.of(latency.max()));
  }

  private static String listed(Map<String, Long> errors) {
    return errors.entrySet().stream()
        .map(error -> error.getValue() + " " + error.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String answers(Result.SentWorkload workload) {
    if (Workload.Prompts.TRACE.equals(workload.prompts().source())) {
      return "answers as long as the trace's";
    }
    Distribution tokens = workload.output().tokens();
    return tokens == null
        ? "up to %d tokens an answer".formatted(workload.output().maxTokens())
        : "answers of %s length".formatted(tokens.kind());
  }
}
