package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.JobOptions;
import eu.aifactory.clients.protocol.JobOptionsCheck;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what a group's job asks of the cluster. */
final class JobOptionsOption {
  @Option(names = "--partition", paramLabel = "NAME", description = "Partition to run in.")
  private String partition;

  @Option(names = "--account", paramLabel = "NAME", description = "Account to charge.")
  private String account;

  @Option(names = "--qos", paramLabel = "NAME", description = "Quality of service.")
  private String qos;

  @Option(names = "--constraint", paramLabel = "LIST", description = "Features of the nodes.")
  private String constraint;

  @Option(names = "--reservation", paramLabel = "NAME", description = "Reservation to run in.")
  private String reservation;

  @Option(
      names = "--gres",
      paramLabel = "LIST",
      description = "Generic resources for each node, such as gpu:1.")
  private String gres;

  @Option(names = "--cpus", paramLabel = "N", description = "CPUs for each agent.")
  private Integer cpus;

  @Option(names = "--memory", paramLabel = "SIZE", description = "For each node, such as 4G.")
  private String memory;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes over which the agents are spread (default: as few as they fit on).")
  private Integer nodes;

  @Option(
      names = "--exclude",
      paramLabel = "LIST",
      description = "Nodes not to use, such as node[1-3].")
  private String exclude;

  /**
   * @return the options, or {@code null} when none was given: then the service's own hold
   */
  JobOptions given(int agents) {
    JobOptions options =
        new JobOptions(
            partition, account, qos, constraint, reservation, gres, cpus, memory, nodes, exclude);
    List<String> problems = JobOptionsCheck.problems(options, agents);
    if (!problems.isEmpty()) {
      throw CommandFailure.wrong(
          problems.stream().map(text -> text.replaceFirst("^job\\.", "--")).toList());
    }
    return options.equals(JobOptions.none()) ? null : options;
  }
}
