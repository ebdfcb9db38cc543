package eu.aifactory.clients.service.intake;

/**
 * What came of one of several messages that were handled together: an answer or a refusal. A
 * refusal concerns this message alone, and is given once what the others changed is stored.
 *
 * @param <R> what is answered
 */
public sealed interface Outcome<R> {
  record Answered<R>(R answer) implements Outcome<R> {}

  record Refused<R>(RuntimeException why) implements Outcome<R> {}

  static <R> Outcome<R> answer(R answer) {
    return new Answered<>(answer);
  }

  static <R> Outcome<R> refusal(RuntimeException why) {
    return new Refused<>(why);
  }

  /**
   * @throws RuntimeException that it was refused with
   */
  default R orThrow() {
    return switch (this) {
      case Answered<R> answered -> answered.answer();
      case Refused<R> refused -> throw refused.why();
    };
  }

  default void tell(Reply<R> reply) {
    switch (this) {
      case Answered<R> answered -> reply.answer(answered.answer());
      case Refused<R> refused -> reply.refuse(refused.why());
    }
  }
}
