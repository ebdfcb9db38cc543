package eu.aifactory.clients.benchmarks.accuracy;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.report.Spread;
import eu.aifactory.clients.emulator.ChunkKind;
import eu.aifactory.clients.emulator.RequestTruth;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the client's instants are from the server's. TTFT: the read of the first token's chunk
 * less the server's send of it. Chunk gap: the gap that the client saw less the one that the server
 * made, without sign. Late: the server's own delay against its schedule.
 */
record ChunkErrors(long[] firsts, long[] gaps, long[] late) {

  static ChunkErrors of(Path records, List<RequestTruth> truth) throws IOException {
    Map<String, RequestTruth> byId = new HashMap<>();
    truth.forEach(request -> byId.put(request.requestId(), request));
    LongList firsts = new LongList();
    LongList gaps = new LongList();
    LongList late = new LongList();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(records)))) {
      for (int left = in.readInt(); left > 0; left--) {
        String id = in.readUTF();
        long[] seen = new long[in.readInt()];
        for (int i = 0; i < seen.length; i++) {
          seen[i] = in.readLong();
        }
        compare(id, seen, byId.get(id), firsts, gaps, late);
      }
    }
    return new ChunkErrors(firsts.toArray(), gaps.toArray(), late.toArray());
  }

  private static void compare(
      String id, long[] seen, RequestTruth truth, LongList firsts, LongList gaps, LongList late) {
    if (truth == null) {
      throw new BenchmarkException("the emulator knows nothing of request " + id);
    }
    List<RequestTruth.Chunk> sent =
        truth.chunks().stream().filter(chunk -> chunk.kind() == ChunkKind.TOKEN).toList();
    if (sent.size() != seen.length) {
      throw new BenchmarkException(
          "request %s: %d chunks seen, %d sent".formatted(id, seen.length, sent.size()));
    }
    for (int i = 0; i < seen.length; i++) {
      late.add(sent.get(i).sentNanos() - sent.get(i).dueNanos());
      if (i == 0) {
        firsts.add(seen[0] - sent.get(0).sentNanos());
      } else {
        long gap = seen[i] - seen[i - 1];
        gaps.add(Math.abs(gap - (sent.get(i).sentNanos() - sent.get(i - 1).sentNanos())));
      }
    }
  }

  /** Microseconds: TTFT p50, p99, gap p50, p99, the server's lateness p50, p99; then counts. */
  String line() {
    return "%d %d %d %d %d %d %d %d"
        .formatted(
            micros(firsts, 50),
            micros(firsts, 99),
            micros(gaps, 50),
            micros(gaps, 99),
            micros(late, 50),
            micros(late, 99),
            firsts.length,
            gaps.length);
  }

  private static long micros(long[] nanos, double percent) {
    return Math.round(Spread.percentileMs(nanos, percent) * 1000);
  }

  /** A growing array of longs. */
  private static final class LongList {
    private long[] values = new long[1024];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
