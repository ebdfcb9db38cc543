package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.prompts.PromptException;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;

/** Refuses lengths that the model cannot take, where the server tells what it can. */
final class ModelLimit {
  /** Of a run without end, so many requests are looked at. */
  static final long MOST_LOOKED_AT = 100_000;

  private ModelLimit() {}

  static void check(PromptWriter prompts, Workload workload, AiService service) {
    if (service.maxModelLen() == null) {
      return;
    }
    Long requests = workload.load().requests();
    long most = Math.min(MOST_LOOKED_AT, requests == null ? Long.MAX_VALUE : requests);
    for (long index = 0; index < most; index++) {
      int turns = prompts.turns(index);
      for (int turn = 0; turn < turns; turn++) {
        check(prompts, index, turn, service);
      }
    }
  }

  private static void check(PromptWriter prompts, long index, int turn, AiService service) {
    int answer = prompts.answerTokens(index, turn);
    int prompt = prompts.promptTokens(index, turn);
    boolean known = prompt != PromptWriter.UNKNOWN;
    if ((known ? prompt : 1L) + answer <= service.maxModelLen()) {
      return;
    }
    String asked =
        known
            ? "a prompt of %d tokens and an answer of %d".formatted(prompt, answer)
            : "an answer of %d tokens".formatted(answer);
    throw new PromptException(
        "%s%s asks for %s, and model %s takes %d together"
            .formatted(
                prompts.nameOf(index),
                turn == 0 ? "" : ", turn " + turn,
                asked,
                service.model(),
                service.maxModelLen()));
  }
}
