package eu.aifactory.clients.protocol;

/**
 * Body of {@code POST /client-group/{id}/runs/{run}/barrier}: an agent asks, again and again,
 * whether all are ready.
 *
 * @param agent who asks
 * @param ready whether it has connections and prompts and could start
 * @param service that it set up (rank 0 alone), or {@code null}
 * @param failure why it cannot take part, a sentence, or {@code null}
 */
public record Barrier(String agent, boolean ready, AiService service, String failure) {}
