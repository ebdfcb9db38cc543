package eu.aifactory.clients.service.intake;

/**
 * Takes the answer to a call that holds no thread while it waits: one of its methods is called,
 * once, by any thread. Neither may block.
 *
 * @param <R> what is answered
 */
public interface Reply<R> {
  void answer(R answer);

  /** With what the call would have thrown had it been answered at once. */
  void refuse(RuntimeException why);
}
