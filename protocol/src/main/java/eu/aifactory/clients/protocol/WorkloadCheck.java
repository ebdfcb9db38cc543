package eu.aifactory.clients.protocol;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says what is wrong with a workload before anything starts, one sentence a fault. */
public final class WorkloadCheck {
  private static final double DAY_SECONDS = 86_400;
  private static final int LONGEST_ADDRESS = 500;
  private static final long LEAST_RECORD_BYTES = 1L << 20;
  private static final long MOST_RECORD_BYTES = 1L << 40;

  private final List<String> problems = new ArrayList<>();

  private WorkloadCheck() {}

  /** The faults in the order of the members; empty when the workload can be run. */
  public static List<String> problems(Workload workload) {
    WorkloadCheck check = new WorkloadCheck();
    check.server(workload);
    check.problems.addAll(LoadCheck.problems(workload));
    check.problems.addAll(PromptsCheck.problems(workload));
    check.slo("workload.slo", workload.slo());
    check.limits(workload.limits());
    check.records(workload.records());
    check.classes(workload);
    return List.copyOf(check.problems);
  }

  /**
   * What is wrong with an address of an HTTP server, or nothing.
   *
   * @param member the name by which the sentence calls the address
   */
  public static List<String> addressProblems(String member, String address) {
    if (address.length() > LONGEST_ADDRESS) {
      return List.of(
          "%s has %d characters, more than %d"
              .formatted(member, address.length(), LONGEST_ADDRESS));
    }
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      return List.of("%s is not an address: \"%s\"".formatted(member, address));
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      return List.of(
          "%s must be an http or https address with a host, not \"%s\"".formatted(member, address));
    }
    if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
      return List.of(
          "%s must not carry user, query or fragment: \"%s\"".formatted(member, address));
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      return List.of("%s has port %d; ports are 1 to 65535".formatted(member, uri.getPort()));
    }
    return List.of();
  }

  private void server(Workload workload) {
    oneOf("workload.client", workload.client(), Set.of(Workload.DEFAULT_CLIENT));
    oneOf(
        "workload.server",
        workload.server(),
        Set.of(Workload.SERVER_AUTO, Workload.SERVER_VLLM, Workload.SERVER_AI));
    oneOf("workload.api", workload.api(), Set.of(Workload.API_CHAT, Workload.API_COMPLETIONS));
    if (workload.serverAddr() != null) {
      problems.addAll(addressProblems("workload.server_addr", workload.serverAddr()));
    }
    if (workload.model() != null && workload.model().isBlank()) {
      problems.add("workload.model must not be blank");
    }
  }

  private void classes(Workload workload) {
    problems.addAll(PromptsCheck.classProblems(workload));
    for (int i = 0; i < workload.classes().size(); i++) {
      Workload.Slo slo = workload.classes().get(i).slo();
      if (slo != null) {
        slo("workload.classes[" + i + "].slo", slo);
      }
    }
  }

  private void slo(String member, Workload.Slo slo) {
    within(member + ".ttft_ms", slo.ttftMs(), DAY_SECONDS * 1000);
    within(member + ".tpot_ms", slo.tpotMs(), DAY_SECONDS * 1000);
    within(member + ".itl_ms", slo.itlMs(), DAY_SECONDS * 1000);
    within(member + ".e2e_ms", slo.e2eMs(), DAY_SECONDS * 1000);
  }

  private void limits(Workload.Limits limits) {
    within("workload.limits.connect_seconds", limits.connectSeconds(), DAY_SECONDS);
    within("workload.limits.idle_seconds", limits.idleSeconds(), DAY_SECONDS);
    within("workload.limits.total_seconds", limits.totalSeconds(), DAY_SECONDS);
  }

  private void records(Workload.Records records) {
    long most = records.maxBytes();
    if (most < LEAST_RECORD_BYTES || most > MOST_RECORD_BYTES) {
      problems.add(
          "workload.records.max_bytes must be %d to %d, not %d"
              .formatted(LEAST_RECORD_BYTES, MOST_RECORD_BYTES, most));
    }
    if (records.tokenTimes() && !records.enabled()) {
      problems.add("workload.records.token_times is true, and workload.records.enabled is not");
    }
  }

  private void within(String member, Double value, double most) {
    if (value != null && !(value > 0 && value <= most)) {
      problems.add(
          "%s must be more than 0 and at most %.0f, not %s".formatted(member, most, value));
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
