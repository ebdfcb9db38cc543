package eu.aifactory.clients.protocol;

/**
 * Body of {@code POST /client-group/{id}/connect}. Clients of the specification send the address
 * alone.
 *
 * @param clientAddress where the agent listens
 * @param agent the agent's own name, the same in every message of its life
 * @param rank its number among the job's agents, from 0
 * @param nonce the token of the attempt that started the job: an agent of a superseded attempt is
 *     turned away
 * @param jobId that the dispatcher gave the job
 * @param version of the agent's software
 * @param node name of the machine it runs on
 * @param numClients clients that it runs
 * @param clock its wall clock when it sent this, seconds since the epoch
 * @param wire its {@link WireVersion}; {@code null} of a client that was made after the
 *     specification, which is always understood
 */
public record Connect(
    @Required String clientAddress,
    String agent,
    Integer rank,
    String nonce,
    String jobId,
    String version,
    String node,
    Integer numClients,
    Double clock,
    Integer wire) {

  /** Without the token. */
  @Override
  public String toString() {
    return "Connect[%s, agent %s, rank %s, job %s, node %s]"
        .formatted(clientAddress, agent, rank, jobId, node);
  }
}
