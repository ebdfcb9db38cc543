package eu.aifactory.clients.load.prompts;

import eu.aifactory.clients.load.random.Draw;
import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.protocol.Workload;

/** How many turns each conversation has, and how long a client thinks before each. */
final class TurnPlan {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Draw turns;
  private final Draw thinkSeconds;
  private final long seed;

  /** One turn each, where the workload asks for no conversations. */
  TurnPlan(Workload workload) {
    Workload.Conversations asked = workload.prompts().conversations();
    this.seed = workload.seed();
    if (asked == null) {
      turns = Draw.fixed(1);
    } else {
      turns = asked.turns() == null ? Draw.fixed(Integer.MAX_VALUE) : Draw.of(asked.turns(), 1);
    }
    thinkSeconds =
        asked == null || asked.thinkSeconds() == null
            ? Draw.fixed(0)
            : Draw.of(asked.thinkSeconds(), 0);
  }

  /** At most so many; {@link Integer#MAX_VALUE} where only the data bounds them. */
  int turns(long index) {
    return turns.whole(RequestRandom.bits(seed, index, RequestRandom.TURNS));
  }

  long thinkNanos(long index, int turn) {
    if (turn == 0) {
      return 0;
    }
    long state = RequestRandom.at(RequestRandom.bits(seed, index, RequestRandom.THINK), turn);
    return (long) (thinkSeconds.number(state) * NANOS_PER_SECOND);
  }
}
