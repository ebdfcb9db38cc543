package eu.aifactory.clients.slurm;

import eu.aifactory.clients.protocol.JobOptions;
import java.util.ArrayList;
import java.util.List;

/** A job as sbatch's arguments; the script goes to its standard input. */
final class SbatchArguments {
  private SbatchArguments() {}

  static List<String> of(SlurmJob job) {
    JobOptions options = job.options();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--parsable",
                "--export=ALL",
                "--no-requeue",
                "--job-name=" + job.name(),
                "--chdir=" + job.workingDirectory(),
                "--output=" + job.stdout(),
                "--error=" + job.stderr(),
                "--time=" + JobCheck.minutes(job.timeLimit()),
                "--ntasks=" + job.tasks()));
    add(arguments, "--comment=", job.comment());
    add(arguments, "--partition=", options.partition());
    add(arguments, "--account=", options.account());
    add(arguments, "--qos=", options.qos());
    add(arguments, "--constraint=", options.constraint());
    add(arguments, "--reservation=", options.reservation());
    add(arguments, "--gres=", options.gres());
    add(arguments, "--cpus-per-task=", options.cpus());
    add(arguments, "--nodes=", options.nodes());
    add(arguments, "--exclude=", options.exclude());
    if (options.memory() != null) {
      arguments.add("--mem=%dM".formatted(JobCheck.megabytes(options.memory())));
    }
    return arguments;
  }

  private static void add(List<String> arguments, String option, Object value) {
    if (value != null) {
      arguments.add(option + value);
    }
  }
}
