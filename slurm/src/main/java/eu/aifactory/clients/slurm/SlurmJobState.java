package eu.aifactory.clients.slurm;

/** Slurm's base states of a job; all else that it shows beside them are flags. */
public enum SlurmJobState {
  PENDING,
  RUNNING,
  SUSPENDED,
  COMPLETED,
  CANCELLED,
  FAILED,
  TIMEOUT,
  NODE_FAIL,
  PREEMPTED,
  BOOT_FAIL,
  DEADLINE,
  OUT_OF_MEMORY,
  /** A word that this version does not know, or a flag alone: nothing is concluded from it. */
  UNKNOWN
}
