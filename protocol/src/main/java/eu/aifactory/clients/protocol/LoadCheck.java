package eu.aifactory.clients.protocol;

import eu.aifactory.clients.protocol.rates.LeastStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says what is wrong with the shape of a load, one sentence a fault that names the member. */
final class LoadCheck {
  private static final String LOAD = "workload.load";
  private static final double DAY_SECONDS = 86_400;
  private static final double LONGEST_SECONDS = 7 * DAY_SECONDS;
  private static final double HIGHEST_RATE = 1e6;
  private static final int MOST_AT_ONCE = 1_000_000;
  private static final int MOST_STAGES = 100;
  private static final Set<String> KINDS =
      Set.of(
          Workload.Load.CLOSED,
          Workload.Load.CONSTANT,
          Workload.Load.POISSON,
          Workload.Load.GAMMA,
          Workload.Load.BURST,
          Workload.Load.TRACE,
          Workload.Load.STAGES);
  private static final Set<String> WITH_RATE =
      Set.of(Workload.Load.CONSTANT, Workload.Load.POISSON, Workload.Load.GAMMA);

  private final List<String> problems = new ArrayList<>();

  private LoadCheck() {}

  /** The faults in the order of the members; empty when the load can be made. */
  static List<String> problems(Workload workload) {
    LoadCheck check = new LoadCheck();
    Workload.Load load = workload.load();
    check.shape(LOAD, load);
    check.positive(LOAD + ".warmup_seconds", load.warmupSeconds(), DAY_SECONDS);
    check.atLeastOne(LOAD + ".max_in_flight", load.maxInFlight());
    check.stages(load);
    check.sweep(load);
    check.search(workload);
    check.stop(load);
    check.combinations(load);
    // What a stage needs follows from values that can be.
    if (check.problems.isEmpty()) {
      check.leastStage(workload);
    }
    return List.copyOf(check.problems);
  }

  private void shape(String name, Workload.Load load) {
    oneOf(name + ".kind", load.kind(), KINDS);
    positive(name + ".duration_seconds", load.durationSeconds(), LONGEST_SECONDS);
    atLeastOne(name + ".requests", load.requests());
    atLeastOne(name + ".clients", load.clients());
    rate(name, load);
    ramp(name, load);
    burst(name, load);
    onlyFor(name + ".clients", load.clients(), load, Set.of(Workload.Load.CLOSED));
  }

  private void rate(String name, Workload.Load load) {
    onlyFor(name + ".rate", load.rate(), load, WITH_RATE);
    onlyFor(name + ".burstiness", load.burstiness(), load, Set.of(Workload.Load.GAMMA));
    positive(name + ".rate", load.rate(), HIGHEST_RATE);
    positive(name + ".burstiness", load.burstiness(), HIGHEST_RATE);
    if (WITH_RATE.contains(load.kind()) && !load.isAdaptive()) {
      required(name + ".rate", load.rate(), load);
    }
    if (Workload.Load.GAMMA.equals(load.kind())) {
      required(name + ".burstiness", load.burstiness(), load);
    }
  }

  private void ramp(String name, Workload.Load load) {
    Workload.Ramp ramp = load.ramp();
    if (ramp == null) {
      return;
    }
    onlyFor(name + ".ramp", ramp, load, WITH_RATE);
    if (ramp.to() == null) {
      problems.add(name + ".ramp.to is missing: a ramp needs the rate at its end");
    }
    positive(name + ".ramp.to", ramp.to(), HIGHEST_RATE);
    oneOf(
        name + ".ramp.curve",
        ramp.curve(),
        Set.of(Workload.Ramp.LINEAR, Workload.Ramp.EXPONENTIAL));
    if (load.durationSeconds() == null) {
      problems.add(name + ".duration_seconds is missing: a ramp needs to know when it ends");
    }
  }

  private void burst(String name, Workload.Load load) {
    onlyFor(name + ".burst", load.burst(), load, Set.of(Workload.Load.BURST));
    if (load.burst() == null) {
      if (Workload.Load.BURST.equals(load.kind())) {
        required(name + ".burst", null, load);
      }
      return;
    }
    Integer size = load.burst().size();
    if (size == null || size < 1 || size > MOST_AT_ONCE) {
      problems.add("%s.burst.size must be 1 to %d, not %s".formatted(name, MOST_AT_ONCE, size));
    }
    if (load.burst().everySeconds() == null) {
      problems.add(name + ".burst.every_seconds is missing");
    }
    positive(name + ".burst.every_seconds", load.burst().everySeconds(), DAY_SECONDS);
  }

  private void stages(Workload.Load load) {
    boolean staged = Workload.Load.STAGES.equals(load.kind());
    List<Workload.Load> stages = load.stages();
    onlyFor(LOAD + ".stages", stages, load, Set.of(Workload.Load.STAGES));
    if (!staged) {
      return;
    }
    if (stages == null || stages.isEmpty() || stages.size() > MOST_STAGES) {
      problems.add(
          "%s.stages must hold 1 to %d stages, not %d"
              .formatted(LOAD, MOST_STAGES, stages == null ? 0 : stages.size()));
      return;
    }
    absent(LOAD + ".duration_seconds", load.durationSeconds(), "each stage has its own");
    absent(LOAD + ".requests", load.requests(), "each stage has its own");
    for (int i = 0; i < stages.size(); i++) {
      stage("%s.stages[%d]".formatted(LOAD, i), stages.get(i), i == stages.size() - 1);
    }
  }

  private void stage(String name, Workload.Load stage, boolean last) {
    shape(name, stage);
    if (Workload.Load.STAGES.equals(stage.kind()) || Workload.Load.TRACE.equals(stage.kind())) {
      problems.add("%s.kind cannot be \"%s\" within stages".formatted(name, stage.kind()));
    }
    String whole = "it belongs to the load as a whole";
    absent(name + ".max_in_flight", stage.maxInFlight(), whole);
    absent(name + ".warmup_seconds", stage.warmupSeconds(), whole);
    absent(name + ".stages", stage.stages(), "stages hold no stages");
    absent(name + ".sweep", stage.sweep(), whole);
    absent(name + ".search", stage.search(), whole);
    absent(name + ".stop", stage.stop(), whole);
    boolean endUnknown =
        Workload.Load.CLOSED.equals(stage.kind()) && stage.durationSeconds() == null;
    if (endUnknown && !last) {
      problems.add(
          name
              + ".duration_seconds is missing: only the last stage may be a closed loop that ends"
              + " with its requests");
    }
  }

  private void sweep(Workload.Load load) {
    Workload.Sweep sweep = load.sweep();
    if (sweep == null) {
      return;
    }
    String name = LOAD + ".sweep";
    onlyFor(name, sweep, load, WITH_RATE);
    bounds(name, sweep.from(), sweep.to());
    if (sweep.steps() < 2 || sweep.steps() > MOST_STAGES) {
      problems.add("%s.steps must be 2 to %d, not %d".formatted(name, MOST_STAGES, sweep.steps()));
    }
    oneOf(
        name + ".spacing",
        sweep.spacing(),
        Set.of(Workload.Sweep.GEOMETRIC, Workload.Sweep.LINEAR));
  }

  private void search(Workload workload) {
    Workload.Search search = workload.load().search();
    if (search == null) {
      return;
    }
    String name = LOAD + ".search";
    onlyFor(name, search, workload.load(), WITH_RATE);
    bounds(name, search.from(), search.to());
    share(name + ".attainment", search.attainment());
    share(name + ".confidence", search.confidence());
    share(name + ".precision", search.precision());
    if (search.mostStages() < 1 || search.mostStages() > MOST_STAGES) {
      problems.add(
          "%s.most_stages must be 1 to %d, not %d"
              .formatted(name, MOST_STAGES, search.mostStages()));
    }
    if (!workload.hasSlo()) {
      problems.add("workload.slo is missing: a search needs something to keep");
    }
  }

  private void leastStage(Workload workload) {
    Workload.Load load = workload.load();
    if (!load.isAdaptive()) {
      return;
    }
    String of = load.search() == null ? "sweep" : "search";
    double seconds = Math.ceil(10 * LeastStage.seconds(workload)) / 10;
    if (load.durationSeconds() != null && load.durationSeconds() < seconds) {
      problems.add(
          "%s.duration_seconds must be %s or more, not %s: a shorter stage of this %s cannot show what its rate does to the server"
              .formatted(LOAD, seconds, load.durationSeconds(), of));
    }
    long requests = LeastStage.requests(workload);
    if (load.requests() != null && load.requests() < requests) {
      problems.add(
          "%s.requests must be %d or more, not %d: fewer in a stage of this %s cannot show what its rate does to the server"
              .formatted(LOAD, requests, load.requests(), of));
    }
  }

  private void bounds(String name, Double from, Double to) {
    if (from == null || to == null) {
      problems.add("%s.%s is missing".formatted(name, from == null ? "from" : "to"));
      return;
    }
    positive(name + ".from", from, HIGHEST_RATE);
    positive(name + ".to", to, HIGHEST_RATE);
    if (from >= to) {
      problems.add("%s.to must be more than from (%s), not %s".formatted(name, from, to));
    }
  }

  private void stop(Workload.Load load) {
    Workload.Stop stop = load.stop();
    if (stop == null) {
      return;
    }
    atLeastOne(LOAD + ".stop.errors", stop.errors());
    atLeastOne(LOAD + ".stop.sample", stop.sample());
    positive(LOAD + ".stop.error_share", stop.errorShare(), 1);
    if (stop.overSaturation() && Workload.Load.CLOSED.equals(load.kind())) {
      problems.add(
          LOAD + ".stop.over_saturation is for arrivals: a closed loop waits for the server");
    }
  }

  private void combinations(Workload.Load load) {
    if (load.sweep() != null && load.search() != null) {
      problems.add(LOAD + ".sweep and " + LOAD + ".search exclude each other");
    }
    if (load.isAdaptive()) {
      absent(LOAD + ".rate", load.rate(), "the sweep or search chooses it");
      absent(LOAD + ".ramp", load.ramp(), "the sweep or search chooses the rate");
    }
    if (Workload.Load.TRACE.equals(load.kind())) {
      absent(LOAD + ".warmup_seconds", load.warmupSeconds(), "a trace has a beginning of its own");
    }
    if (Workload.Load.CLOSED.equals(load.kind())) {
      absent(LOAD + ".max_in_flight", load.maxInFlight(), "in a closed loop the clients bound it");
    }
  }

  private void onlyFor(String member, Object value, Workload.Load load, Set<String> kinds) {
    if (value != null && KINDS.contains(load.kind()) && !kinds.contains(load.kind())) {
      problems.add(
          "%s is for kind %s, and kind is \"%s\""
              .formatted(member, String.join(", ", kinds.stream().sorted().toList()), load.kind()));
    }
  }

  private void required(String member, Object value, Workload.Load load) {
    if (value == null) {
      problems.add("%s is missing, and kind is \"%s\"".formatted(member, load.kind()));
    }
  }

  private void absent(String member, Object value, String why) {
    if (value != null) {
      problems.add("%s must not be given: %s".formatted(member, why));
    }
  }

  private void positive(String member, Double value, double most) {
    if (value != null && !(value > 0 && value <= most)) {
      problems.add(
          "%s must be more than 0 and at most %.0f, not %s".formatted(member, most, value));
    }
  }

  private void share(String member, double value) {
    if (!(value > 0 && value < 1)) {
      problems.add("%s must be more than 0 and less than 1, not %s".formatted(member, value));
    }
  }

  private void atLeastOne(String member, Number value) {
    if (value != null && value.longValue() < 1) {
      problems.add("%s must be 1 or more, not %s".formatted(member, value));
    }
  }

  private void oneOf(String member, String value, Set<String> known) {
    if (!known.contains(value)) {
      problems.add(
          "%s must be one of %s, not \"%s\""
              .formatted(member, String.join(", ", known.stream().sorted().toList()), value));
    }
  }
}
