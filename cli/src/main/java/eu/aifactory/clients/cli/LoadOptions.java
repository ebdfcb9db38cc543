package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.LoadBuilder;
import eu.aifactory.clients.protocol.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that give a load its shape. */
final class LoadOptions {
  private static final List<String> SLO_NAMES = List.of("ttft", "tpot", "itl", "e2e");

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Requests arrive at R a second, whatever the server does.")
  private Double rate;

  @Option(
      names = "--arrival",
      paramLabel = "constant|poisson|gamma:K",
      description = "How they arrive (default: poisson); K less than 1 is burstier than Poisson.")
  private String arrival;

  @Option(
      names = "--ramp",
      paramLabel = "TO[:exponential]",
      description = "The rate goes from R to TO by the end of the duration.")
  private String ramp;

  @Option(
      names = "--burst",
      paramLabel = "N:S",
      description = "N requests at once, every S seconds.")
  private String burst;

  @Option(
      names = "--stages",
      paramLabel = "R/S,...",
      split = ",",
      description = "Rates one after the other, each for its time: 5/30s,10/30s,20/1m.")
  private List<String> stages;

  @Option(
      names = "--sweep",
      paramLabel = "FROM:TO[:STEPS]",
      description =
          "One rate after the other until the server is over-saturated; --duration or --requests"
              + " is that of each.")
  private String sweep;

  @Option(
      names = "--search",
      paramLabel = "FROM:TO[:SHARE]",
      description =
          "Looks for the highest rate at which SHARE of the requests (default: 0.9) keep the"
              + " --slo.")
  private String search;

  @Option(
      names = "--slo",
      paramLabel = "ttft=MS,...",
      split = ",",
      description = "What a request must keep to be good: ttft, tpot, itl, e2e in milliseconds.")
  private List<String> slo;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      converter = Seconds.Converter.class,
      description = "Load before it that is not counted.")
  private Seconds warmup;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "Most arrivals in flight; further ones wait.")
  private Integer maxInFlight;

  @Option(
      names = "--stop-errors",
      paramLabel = "N",
      description = "Ends the load after N failed requests.")
  private Long stopErrors;

  @Option(
      names = "--stop-error-share",
      paramLabel = "X",
      description = "Ends it when more than this share, 0 to 1, of 100 or more failed.")
  private Double stopErrorShare;

  @Option(
      names = "--stop-over-saturation",
      description = "Ends it when requests in flight keep growing in number.")
  private boolean stopOverSaturation;

  /** The options that were given, by name; for whom they would be too much. */
  List<String> given() {
    List<String> names = new ArrayList<>();
    given(names, "--rate", rate);
    given(names, "--arrival", arrival);
    given(names, "--ramp", ramp);
    given(names, "--burst", burst);
    given(names, "--stages", stages);
    given(names, "--sweep", sweep);
    given(names, "--search", search);
    given(names, "--slo", slo);
    given(names, "--warmup", warmup);
    given(names, "--max-in-flight", maxInFlight);
    given(names, "--stop-errors", stopErrors);
    given(names, "--stop-error-share", stopErrorShare);
    given(names, "--stop-over-saturation", stopOverSaturation ? true : null);
    return names;
  }

  private static void given(List<String> names, String name, Object value) {
    if (value != null) {
      names.add(name);
    }
  }

  /** Whether requests arrive, so that nobody has to say how many clients there are. */
  boolean isOpen() {
    return Stream.of(rate, burst, stages, sweep, search).anyMatch(option -> option != null);
  }

  /** Whether each stage has its own duration. */
  boolean hasStages() {
    return stages != null;
  }

  /**
   * The load.
   *
   * @throws CommandFailure naming the option at fault
   */
  Workload.Load load(Double seconds, Long requests) {
    requireOneShape();
    LoadBuilder load = Workload.Load.of(kind()).duration(seconds).requests(requests);
    if (burst == null && isOpen()) {
      load.rate(rate).burstiness(burstiness());
    }
    if (ramp != null) {
      String[] parts = parts("--ramp", ramp, 1, 2);
      load.ramp(new Workload.Ramp(number("--ramp", parts[0]), parts.length > 1 ? parts[1] : null));
    }
    if (burst != null) {
      String[] parts = parts("--burst", burst, 2, 2);
      load.burst(new Workload.Burst(whole("--burst", parts[0]), number("--burst", parts[1])));
    }
    load.warmup(warmup == null ? null : warmup.value())
        .maxInFlight(maxInFlight)
        .sweep(sweep())
        .search(search())
        .stop(stop());
    return stages == null
        ? load.build()
        : load.rate(null).burstiness(null).stages(stages()).build();
  }

  private void requireOneShape() {
    List<String> shapes = new ArrayList<>();
    given(shapes, "--rate", rate);
    given(shapes, "--burst", burst);
    given(shapes, "--stages", stages);
    given(shapes, "--sweep", sweep);
    given(shapes, "--search", search);
    if (shapes.size() > 1) {
      throw CommandFailure.wrong("%s exclude each other.".formatted(String.join(" and ", shapes)));
    }
    requireUse(
        "--arrival", arrival, rate != null || stages != null || sweep != null || search != null);
    requireUse("--ramp", ramp, rate != null);
    requireUse("--max-in-flight", maxInFlight, isOpen());
  }

  private static void requireUse(String option, Object value, boolean used) {
    if (value != null && !used) {
      throw CommandFailure.wrong(
          "%s is for requests that arrive: give --rate, too.".formatted(option));
    }
  }

  private String kind() {
    if (burst != null) {
      return Workload.Load.BURST;
    }
    if (stages != null) {
      return Workload.Load.STAGES;
    }
    return isOpen() ? arrivalKind() : Workload.Load.CLOSED;
  }

  private String arrivalKind() {
    String kind = arrival == null ? Workload.Load.POISSON : parts("--arrival", arrival, 1, 2)[0];
    boolean gamma = Workload.Load.GAMMA.equals(kind);
    boolean plain = Workload.Load.CONSTANT.equals(kind) || Workload.Load.POISSON.equals(kind);
    boolean hasShape = arrival != null && arrival.contains(":");
    if (gamma != hasShape || !(gamma || plain)) {
      throw CommandFailure.wrong(
          "--arrival must be constant, poisson or gamma:K, not \"%s\".".formatted(arrival));
    }
    return kind;
  }

  private Double burstiness() {
    return Workload.Load.GAMMA.equals(arrivalKind())
        ? number("--arrival", parts("--arrival", arrival, 2, 2)[1])
        : null;
  }

  private List<Workload.Load> stages() {
    return stages.stream().map(this::stage).toList();
  }

  private Workload.Load stage(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw CommandFailure.wrong(
          "--stages holds \"%s\"; write each stage as 5/30s.".formatted(text));
    }
    return Workload.Load.of(arrivalKind())
        .rate(number("--stages", parts[0]))
        .burstiness(burstiness())
        .duration(new Seconds.Converter().convert(parts[1]).value())
        .build();
  }

  private Workload.Sweep sweep() {
    if (sweep == null) {
      return null;
    }
    String[] parts = parts("--sweep", sweep, 2, 3);
    return new Workload.Sweep(
        number("--sweep", parts[0]),
        number("--sweep", parts[1]),
        parts.length > 2 ? whole("--sweep", parts[2]) : null,
        null);
  }

  private Workload.Search search() {
    if (search == null) {
      return null;
    }
    if (slo == null) {
      throw CommandFailure.wrong("--search needs an --slo to keep.");
    }
    String[] parts = parts("--search", search, 2, 3);
    return new Workload.Search(
        number("--search", parts[0]),
        number("--search", parts[1]),
        parts.length > 2 ? number("--search", parts[2]) : null,
        null,
        null,
        null);
  }

  private Workload.Stop stop() {
    return stopErrors == null && stopErrorShare == null && !stopOverSaturation
        ? null
        : new Workload.Stop(stopErrors, stopErrorShare, null, stopOverSaturation);
  }

  /** What requests must keep, or {@code null}. */
  Workload.Slo slo() {
    if (slo == null) {
      return null;
    }
    Double[] bounds = new Double[SLO_NAMES.size()];
    for (String bound : slo) {
      int equals = bound.indexOf('=');
      int at = equals < 0 ? -1 : SLO_NAMES.indexOf(bound.substring(0, equals));
      if (at < 0) {
        throw CommandFailure.wrong(
            "--slo holds \"%s\"; write ttft=200,itl=50 with %s in milliseconds."
                .formatted(bound, String.join(", ", SLO_NAMES)));
      }
      bounds[at] = number("--slo", bound.substring(equals + 1));
    }
    return new Workload.Slo(bounds[0], bounds[1], bounds[2], bounds[3]);
  }

  private static String[] parts(String option, String text, int least, int most) {
    String[] parts = text.split(":", -1);
    if (parts.length < least || parts.length > most) {
      throw CommandFailure.wrong(
          "%s \"%s\" has %d parts, and needs %s, with colons between them."
              .formatted(
                  option, text, parts.length, least == most ? least : least + " or " + most));
    }
    return parts;
  }

  private static double number(String option, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw CommandFailure.wrong("%s needs a number where \"%s\" is.".formatted(option, text));
    }
  }

  private static int whole(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw CommandFailure.wrong(
          "%s needs a whole number where \"%s\" is.".formatted(option, text));
    }
  }
}
