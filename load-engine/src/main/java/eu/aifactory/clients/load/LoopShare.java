package eu.aifactory.clients.load;

/**
 * What one event loop has of a run.
 *
 * @param loop its number among the loops that this process uses, from 0
 * @param loops that this process uses
 * @param rank of this process among the agents, from 0
 * @param agents that take part
 * @param clients of this loop, or in an open loop its connections that are opened beforehand
 * @param mostInFlight arrivals of this loop that may be in flight
 */
record LoopShare(int loop, int loops, int rank, int agents, int clients, int mostInFlight) {

  /** Its place among the shares of all arrivals. */
  long place() {
    return rank + (long) agents * loop;
  }

  /** Shares of all arrivals, one for each event loop of each agent. */
  long places() {
    return (long) agents * loops;
  }

  /** The number of its i-th client among those of this process. */
  int clientNumber(int i) {
    return loop + i * loops;
  }

  /** An even part of a whole; the first parts are larger by one where it does not divide. */
  static int part(int whole, int part, int parts) {
    return whole / parts + (part < whole % parts ? 1 : 0);
  }
}
