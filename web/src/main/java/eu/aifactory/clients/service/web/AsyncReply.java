package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.group.CorrelationId;
import eu.aifactory.clients.service.intake.Reply;
import eu.aifactory.clients.service.security.Caller;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.function.Consumer;

/**
 * Answers a call from whichever thread has the answer, under the id that the call came with.
 *
 * @param <R> what is answered
 */
final class AsyncReply<R> implements Reply<R> {
  private final AsyncResponse response;
  private final String correlationId;

  private AsyncReply(AsyncResponse response, String correlationId) {
    this.response = response;
    this.correlationId = correlationId;
  }

  /**
   * Lets the call be answered later: this thread goes on with another one before.
   *
   * @param asking hands the reply on, or throws what the call is refused with
   */
  static <R> void to(AsyncResponse response, Consumer<Reply<R>> asking) {
    AsyncReply<R> reply = new AsyncReply<>(response, CorrelationId.current().orElse(null));
    try {
      asking.accept(reply);
    } catch (RuntimeException e) {
      reply.refuse(e);
    } finally {
      Caller.end();
      CorrelationId.end();
    }
  }

  @Override
  public void answer(R answer) {
    underItsId(() -> response.resume(answer));
  }

  @Override
  public void refuse(RuntimeException why) {
    underItsId(() -> response.resume(why));
  }

  private void underItsId(Runnable answering) {
    CorrelationId.begin(correlationId);
    try {
      answering.run();
    } finally {
      CorrelationId.end();
    }
  }
}
