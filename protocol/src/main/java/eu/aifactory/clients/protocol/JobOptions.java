package eu.aifactory.clients.protocol;

/**
 * What a job asks of the cluster. Every member may be {@code null}: then the site's own default
 * holds.
 *
 * @param partition to run in
 * @param account to charge
 * @param qos quality of service
 * @param constraint features that the nodes must have
 * @param reservation to run in
 * @param gres generic resources for each node, such as {@code gpu:1}
 * @param cpus for each agent
 * @param memory for each node, such as {@code 4G} or {@code 800M}
 * @param nodes over which the agents are spread; default as few as they fit on
 * @param exclude nodes not to use, as Slurm writes them: {@code node[1-3],node7}
 */
public record JobOptions(
    String partition,
    String account,
    String qos,
    String constraint,
    String reservation,
    String gres,
    Integer cpus,
    String memory,
    Integer nodes,
    String exclude) {

  /** Nothing asked. */
  public static JobOptions none() {
    return new JobOptions(null, null, null, null, null, null, null, null, null, null);
  }

  /** These options, and where they say nothing the others. */
  public JobOptions orElse(JobOptions others) {
    return new JobOptions(
        first(partition, others.partition),
        first(account, others.account),
        first(qos, others.qos),
        first(constraint, others.constraint),
        first(reservation, others.reservation),
        first(gres, others.gres),
        first(cpus, others.cpus),
        first(memory, others.memory),
        first(nodes, others.nodes),
        first(exclude, others.exclude));
  }

  private static <T> T first(T one, T other) {
    return one == null ? other : one;
  }
}
