package eu.aifactory.clients.load.prompts;

import eu.aifactory.clients.load.random.Draw;
import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.protocol.Workload;

/** How many tokens each answer may have, where the prompt itself does not say it. */
final class AnswerLengths {
  private final Draw draw;
  private final long seed;

  AnswerLengths(Workload workload) {
    Workload.Output output = workload.output();
    this.draw =
        output.tokens() == null ? Draw.fixed(output.maxTokens()) : Draw.of(output.tokens(), 1);
    this.seed = workload.seed();
  }

  int tokens(long index, int turn) {
    long request = RequestRandom.bits(seed, index, RequestRandom.OUTPUT_TOKENS);
    return draw.whole(RequestRandom.at(request, turn));
  }
}
