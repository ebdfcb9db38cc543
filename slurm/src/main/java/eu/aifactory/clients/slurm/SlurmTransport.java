package eu.aifactory.clients.slurm;

/** The ways in which Slurm can be spoken to. */
public enum SlurmTransport {
  /** slurmrestd, over HTTP. */
  REST,
  /** sbatch, squeue and scancel. */
  COMMANDS
}
