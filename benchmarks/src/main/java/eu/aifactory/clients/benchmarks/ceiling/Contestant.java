package eu.aifactory.clients.benchmarks.ceiling;

import com.sun.management.OperatingSystemMXBean;
import eu.aifactory.clients.benchmarks.CommandLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * A way of putting load on a null server, closed loop. {@link #go} and {@link #stop} take turns, on
 * one thread.
 */
interface Contestant {

  /** Opens connections and keeps a request on each of them from then on; does not block. */
  void go(Load load, int port, int clients) throws Exception;

  /** Gives up what is in flight and closes the connections. */
  Count stop() throws Exception;

  /**
   * What the contestant itself counted between go and stop.
   *
   * @param answers that ended
   * @param events with a token, of these answers at least
   * @param failed answers that were none
   */
  record Count(long answers, long events, long failed) {}

  /**
   * Lets it be driven from another process: {@code go LOAD PORT CLIENTS}, {@code stop}, and between
   * them {@code cpu}, the nanoseconds of processor that the process has used.
   */
  static void serve(Contestant contestant) throws IOException {
    CommandLoop.run(
        (verb, words) ->
            switch (verb) {
              case "go" -> {
                contestant.go(
                    Load.valueOf(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                yield "ok";
              }
              case "cpu" -> String.valueOf(cpuNanos());
              case "stop" -> {
                Count count = contestant.stop();
                yield "%d %d %d".formatted(count.answers(), count.events(), count.failed());
              }
              default -> throw new IllegalArgumentException(verb);
            });
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
