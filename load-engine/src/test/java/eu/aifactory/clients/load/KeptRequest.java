package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.load.records.EndedRequest;
import eu.aifactory.clients.load.records.RequestLogs;
import java.util.Optional;
import java.util.Queue;

/**
 * One request as it went, copied for a test. Nanoseconds of {@link System#nanoTime}; 0 for an
 * instant that never came.
 *
 * @param error class of error, empty when it succeeded
 * @param chunkNanos of the chunks that carried tokens
 * @param tokens of the answer
 */
record KeptRequest(
    long index,
    Optional<String> error,
    long dueNanos,
    long sentNanos,
    long endNanos,
    long[] chunkNanos,
    long tokens) {

  /** Logs that put each request into a queue, which must be safe for several threads. */
  static RequestLogs into(Queue<KeptRequest> kept) {
    return () -> request -> kept.add(of(request));
  }

  private static KeptRequest of(EndedRequest request) {
    Answer answer = request.answer();
    long[] chunks = new long[answer.tokenChunks()];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = answer.chunkNanos(i);
    }
    return new KeptRequest(
        request.index(),
        Optional.of(request.errorClass()).filter(error -> !error.isEmpty()),
        request.dueNanos(),
        request.sentNanos() == EndedRequest.NEVER ? 0 : request.sentNanos(),
        request.endNanos(),
        chunks,
        answer.tokens());
  }
}
