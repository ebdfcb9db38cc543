package eu.aifactory.clients.benchmarks.accuracy;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.load.records.EndedRequest;
import eu.aifactory.clients.load.records.RequestLog;
import eu.aifactory.clients.load.records.RequestLogs;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps when each chunk of each successful request was read; written out when the run is over. */
final class ChunkRecords implements RequestLogs {
  private record Chunks(long index, long[] nanos) {}

  private final String requestIdPrefix;
  private final List<List<Chunks>> loops = new ArrayList<>();

  ChunkRecords(String requestIdPrefix) {
    this.requestIdPrefix = requestIdPrefix;
  }

  @Override
  public RequestLog forLoop() {
    List<Chunks> own = new ArrayList<>();
    loops.add(own);
    return request -> keep(request, own);
  }

  private static void keep(EndedRequest request, List<Chunks> own) {
    if (!request.errorClass().isEmpty()) {
      return;
    }
    Answer answer = request.answer();
    long[] nanos = new long[answer.tokenChunks()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = answer.chunkNanos(i);
    }
    own.add(new Chunks(request.index(), nanos));
  }

  void write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(loops.stream().mapToInt(List::size).sum());
      for (List<Chunks> loop : loops) {
        for (Chunks chunks : loop) {
          out.writeUTF(requestIdPrefix + chunks.index());
          out.writeInt(chunks.nanos().length);
          for (long nanos : chunks.nanos()) {
            out.writeLong(nanos);
          }
        }
      }
    }
  }
}
