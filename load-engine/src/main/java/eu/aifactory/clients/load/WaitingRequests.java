package eu.aifactory.clients.load;

/**
 * Requests that are due and wait for their turn, first come first served. A few words each and no
 * object: there may be very many. Single-threaded.
 */
final class WaitingRequests {
  private static final int WORDS = 3;
  private static final int FIRST_CAPACITY = 64;

  private long[] words = new long[WORDS * FIRST_CAPACITY];
  private int first;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  int size() {
    return count;
  }

  void add(long index, int turn, int stage, long dueNanos) {
    int capacity = words.length / WORDS;
    if (count == capacity) {
      grow(capacity);
    }
    int at = WORDS * ((first + count) % (words.length / WORDS));
    words[at] = index;
    words[at + 1] = (long) stage << 32 | turn;
    words[at + 2] = dueNanos;
    count++;
  }

  private void grow(int capacity) {
    long[] more = new long[2 * words.length];
    int untilEnd = WORDS * (capacity - first);
    System.arraycopy(words, WORDS * first, more, 0, untilEnd);
    System.arraycopy(words, 0, more, untilEnd, WORDS * first);
    words = more;
    first = 0;
  }

  /** Of the one that waits longest. */
  long index() {
    return words[WORDS * first];
  }

  int turn() {
    return (int) words[WORDS * first + 1];
  }

  int stage() {
    return (int) (words[WORDS * first + 1] >> 32);
  }

  long dueNanos() {
    return words[WORDS * first + 2];
  }

  /** Takes out the one that waits longest. */
  void remove() {
    first = (first + 1) % (words.length / WORDS);
    count--;
  }
}
