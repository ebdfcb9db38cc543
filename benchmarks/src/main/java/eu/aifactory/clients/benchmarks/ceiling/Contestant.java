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

  /** Lets it be driven from another process: {@code go LOAD PORT CLIENTS}, {@code stop}. */
  static void serve(Contestant contestant) throws IOException {
    long[] cpuAtGo = {0};
    CommandLoop.run(
        (verb, words) -> {
          if ("go".equals(verb)) {
            cpuAtGo[0] = cpuNanos();
            contestant.go(
                Load.valueOf(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            return "ok";
          }
          long cpu = cpuNanos() - cpuAtGo[0];
          Count count = contestant.stop();
          return "%d %d %d %d".formatted(count.answers(), count.events(), count.failed(), cpu);
        });
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
