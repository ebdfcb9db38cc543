package eu.aifactory.clients.protocol;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Body of {@code POST /client-group/{id}/runs/{run}/barrier}: an agent asks, again and again,
 * whether all are ready.
 *
 * @param agent who asks
 * @param ready whether it has connections and prompts and could start
 * @param service that it set up (rank 0 alone), or {@code null}
 * @param failure why it cannot take part, a sentence, or {@code null}
 * @param stage of a sweep or search, from 1, before which it stands: its requests of the stage
 *     before have ended, and all that it measured of them was acknowledged; {@code null} before the
 *     run's start
 */
public record Barrier(
    @Required String agent, boolean ready, AiService service, String failure, Integer stage) {

  @JsonbCreator
  public Barrier {}

  /** Before the run's start. */
  public Barrier(String agent, boolean ready, AiService service, String failure) {
    this(agent, ready, service, failure, null);
  }

  /** Before a stage of a sweep or search. */
  public static Barrier before(int stage, String agent, boolean ready) {
    return new Barrier(agent, ready, null, null, stage);
  }
}
