package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.protocol.TimedReply;
import jakarta.annotation.Priority;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.time.Instant;

/**
 * Has the service's clock measured by each call whose answer tells of it. Stands next to the wire:
 * each attempt is an exchange of its own, and reading the answer is no part of it.
 */
@Priority(Integer.MAX_VALUE)
final class ClockExchange implements ClientRequestFilter, ClientResponseFilter, ReaderInterceptor {
  private static final String TIMES = ClockExchange.class.getName();

  private final ServiceClock clock;

  /** Of the monotonic clock and the wall clock when the question left, and at the answer. */
  private record Times(long sentNanos, Instant sent, long answeredNanos) {}

  ClockExchange(ServiceClock clock) {
    this.clock = clock;
  }

  @Override
  public void filter(ClientRequestContext request) {
    // In this order: a thread that is held up in between then makes the round trip longer. The
    // other
    // way round it would make it too short, and the bounds false.
    long sentNanos = System.nanoTime();
    request.setProperty(TIMES, new Times(sentNanos, Instant.now(), 0));
  }

  @Override
  public void filter(ClientRequestContext request, ClientResponseContext response) {
    long now = System.nanoTime();
    if (request.getProperty(TIMES) instanceof Times asked) {
      request.setProperty(TIMES, new Times(asked.sentNanos(), asked.sent(), now));
    }
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    Object answer = context.proceed();
    if (answer instanceof TimedReply reply && context.getProperty(TIMES) instanceof Times times) {
      measure(reply, times);
    }
    return answer;
  }

  private void measure(TimedReply reply, Times times) {
    if (reply.serverTime() == null || reply.serverTime() <= 0) {
      return;
    }
    double answered = reply.serverTime();
    double received = reply.receivedAt() == null ? answered : reply.receivedAt();
    clock.exchanged(times.sent(), times.answeredNanos() - times.sentNanos(), received, answered);
  }
}
