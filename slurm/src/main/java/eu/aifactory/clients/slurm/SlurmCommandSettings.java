package eu.aifactory.clients.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How Slurm's commands are run.
 *
 * @param folder of sbatch, squeue, sinfo and scancel, or empty to find them on this process's PATH
 * @param userName whose jobs are looked at; the commands submit as the user of this process
 * @param environment of the commands, all of it; sbatch gets the job's besides
 * @param readWithin for squeue and sinfo
 * @param submitWithin for sbatch and scancel
 * @param outputBytesMost the longest output that is read
 */
public record SlurmCommandSettings(
    Optional<Path> folder,
    String userName,
    Map<String, String> environment,
    Duration readWithin,
    Duration submitWithin,
    int outputBytesMost) {

  private static final int MEGABYTE = 1024 * 1024;

  public SlurmCommandSettings {
    environment = Map.copyOf(environment);
  }

  /**
   * With an environment that holds nothing of this process's but where Slurm's configuration is.
   */
  public static SlurmCommandSettings of(Optional<Path> folder, String userName) {
    String configuration = System.getenv("SLURM_CONF");
    return new SlurmCommandSettings(
        folder,
        userName,
        configuration == null ? Map.of() : Map.of("SLURM_CONF", configuration),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        32 * MEGABYTE);
  }
}
