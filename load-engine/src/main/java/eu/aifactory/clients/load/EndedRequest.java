package eu.aifactory.clients.load;

import java.util.Optional;

/**
 * One request as it went, for whoever keeps records. Nanoseconds of {@link System#nanoTime}; 0 for
 * an instant that never came.
 *
 * @param error class of error, empty when it succeeded
 * @param chunkNanos of the chunks that carried tokens
 * @param tokens of the answer
 */
record EndedRequest(
    long index,
    Optional<String> error,
    long dueNanos,
    long sentNanos,
    long endNanos,
    long[] chunkNanos,
    long tokens) {}
