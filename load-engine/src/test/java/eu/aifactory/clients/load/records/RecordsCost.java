package eu.aifactory.clients.load.records;

import com.sun.management.ThreadMXBean;
import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * By hand: what records cost, apart from the load. Tells an event loop of made-up requests at a
 * rate, and prints processor time and allocation of the loop, processor time of the writer, and
 * bytes. Arguments: requests a second, tokens of each, seconds, {@code true} for token times.
 */
final class RecordsCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long START_NANOS = 1_000_000_000L;
  private static final int DIFFERENT = 20_000;

  private RecordsCost() {}

  public static void main(String[] arguments) throws Exception {
    int rate = Integer.parseInt(arguments[0]);
    int tokens = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    boolean tokenTimes = Boolean.parseBoolean(arguments[3]);
    SomeRequest[] requests = requests(tokens);
    Path file = Files.createTempFile("records-cost-", ".aifr");
    RunRecords records =
        RunRecords.in(
            file,
            Workload.standard().withRecords(new Workload.Records(true, tokenTimes, 1L << 40)),
            "agent",
            "run-0-");
    RequestLog loop = records.forLoop();
    records.startsAt(START_NANOS, 1_700_000_000_000_000L);
    tell(loop, requests, rate, 2);
    long writer = writerNanos();
    long bytes = Files.size(file);
    RecordsEnd before = records.end();
    long told = tell(loop, requests, rate, seconds);
    writer = writerNanos() - writer;
    loop.over();
    records.close();
    RecordsEnd end = records.end();
    long kept = end.kept() - before.kept();
    System.out.printf(
        Locale.ROOT,
        "%d requests/s, %d tokens, token_times %s: writer %.2f %% of a core, %.0f bytes a record,"
            + " %.2f MB/s; %d told, %d missed%n",
        rate,
        tokens,
        tokenTimes,
        100.0 * writer / TimeUnit.SECONDS.toNanos(seconds),
        (Files.size(file) - bytes) / (double) kept,
        (Files.size(file) - bytes) / 1e6 / seconds,
        told,
        end.missed().sum());
    records.delete();
  }

  private static long tell(RequestLog loop, SomeRequest[] requests, int rate, int seconds) {
    long own = Thread.currentThread().threadId();
    long begin = System.nanoTime();
    long told = 0;
    long cpu = 0;
    long allocated = 0;
    long total = (long) rate * seconds;
    while (told < total) {
      long due = Math.min(total, (System.nanoTime() - begin) / 1_000_000 * rate / 1000);
      long cpuBefore = THREADS.getCurrentThreadCpuTime();
      long allocatedBefore = THREADS.getThreadAllocatedBytes(own);
      for (; told < due; told++) {
        loop.ended(requests[(int) (told % DIFFERENT)]);
      }
      loop.tick(System.nanoTime());
      allocated += THREADS.getThreadAllocatedBytes(own) - allocatedBefore;
      cpu += THREADS.getCurrentThreadCpuTime() - cpuBefore;
      LockSupport.parkNanos(10_000_000);
    }
    System.out.printf(
        Locale.ROOT,
        "loop: %.2f us and %.1f bytes allocated a request%n",
        cpu / 1e3 / total,
        allocated / (double) total);
    return total;
  }

  private static long writerNanos() {
    for (long id : THREADS.getAllThreadIds()) {
      var thread = THREADS.getThreadInfo(id);
      if (thread != null && thread.getThreadName().equals("records")) {
        return THREADS.getThreadCpuTime(id);
      }
    }
    throw new IllegalStateException("the writer has ended");
  }

  /** Tokens 10 ms apart, give or take 0.2 ms, as a server and a network make it. */
  private static SomeRequest[] requests(int tokens) {
    Random random = new Random(1);
    SomeRequest[] requests = new SomeRequest[DIFFERENT];
    for (int i = 0; i < DIFFERENT; i++) {
      Answer answer = new Answer();
      answer.begin();
      answer.streamed();
      long due = START_NANOS + random.nextLong(60_000_000_000L);
      long now = due + 50_000_000 + random.nextLong(5_000_000);
      answer.event(now);
      for (int token = 0; token < tokens; token++) {
        answer.chunk(now, 1);
        answer.arrived(now);
        now += Math.round(10_000_000 + 200_000 * random.nextGaussian());
      }
      answer.usage(100 + random.nextInt(400), tokens);
      answer.settle();
      requests[i] = new SomeRequest(i, due, "", answer);
    }
    return requests;
  }
}
