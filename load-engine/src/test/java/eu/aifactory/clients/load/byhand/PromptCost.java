package eu.aifactory.clients.load.byhand;

import com.sun.management.ThreadMXBean;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.load.prompts.SyntheticPrompts;
import eu.aifactory.clients.load.prompts.Vocabulary;
import eu.aifactory.clients.protocol.Distribution;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * What it costs an event loop to write one made-up prompt of 1,000 tokens: time at the median and
 * at the 99th percentile, and bytes allocated. Started by hand; argument: tokens.
 */
final class PromptCost {
  private static final int ROUNDS = 20_000;

  private PromptCost() {}

  public static void main(String[] args) {
    int tokens = args.length == 0 ? 1000 : Integer.parseInt(args[0]);
    for (String api : List.of("completions", "chat")) {
      boolean chat = api.equals("chat");
      PromptWriter prompts =
          new SyntheticPrompts(
              workload(api, tokens), chat ? Vocabulary.uncounted(true) : Vocabulary.ids());
      measure(prompts, 0);
      System.out.println(api + ": " + measure(prompts, ROUNDS));
    }
  }

  private static Workload workload(String api, int tokens) {
    Workload.Prompts prompts =
        new Workload.Prompts(null, null, null, Distribution.fixed(tokens), null, null, null, null);
    return new Workload(null, null, null, api, null, null, prompts, null, null, null, null, null);
  }

  private static String measure(PromptWriter prompts, long firstIndex) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] nanos = new long[ROUNDS];
    long bytes = 0;
    ByteBuf to = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 16);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      to.clear();
      long start = System.nanoTime();
      prompts.write(firstIndex + i, 0, to);
      nanos[i] = System.nanoTime() - start;
      bytes += to.readableBytes();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    to.release();
    Arrays.sort(nanos);
    return "%d bytes a prompt, p50 %.2f us, p99 %.2f us, %.1f bytes allocated"
        .formatted(
            bytes / ROUNDS,
            nanos[ROUNDS / 2] / 1e3,
            nanos[ROUNDS * 99 / 100] / 1e3,
            allocated / (double) ROUNDS);
  }
}
