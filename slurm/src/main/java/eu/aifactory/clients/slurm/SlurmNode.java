package eu.aifactory.clients.slurm;

/**
 * A node as Slurm tells of it, whatever the version. All three are the administrator's words; often
 * they are the same.
 *
 * @param name by which jobs are given it
 * @param address at which slurmctld reaches it (NodeAddr): a name or an address in figures, or
 *     empty where it is not said
 * @param hostname that the machine has for itself (NodeHostName), or empty where it is not said
 */
public record SlurmNode(String name, String address, String hostname) {}
