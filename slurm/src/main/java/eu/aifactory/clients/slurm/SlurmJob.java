package eu.aifactory.clients.slurm;

import eu.aifactory.clients.protocol.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A batch job to submit. It is never requeued by Slurm: a requeued job would run twice under one
 * id.
 *
 * @param comment by which the submitter knows the job again
 * @param script the batch script, a constant: values go by {@code environment}
 * @param environment all of it; Slurm sets neither PATH nor HOME nor USER
 * @param workingDirectory exists on the compute nodes
 * @param stdout file for standard output, as is: no pattern
 * @param timeLimit in whole minutes, rounded up
 * @param tasks that {@code srun} starts in it
 */
public record SlurmJob(
    String name,
    String comment,
    String script,
    Map<String, String> environment,
    Path workingDirectory,
    Path stdout,
    Path stderr,
    Duration timeLimit,
    int tasks,
    JobOptions options) {

  public SlurmJob {
    environment = Map.copyOf(environment);
  }
}
