package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.protocol.WorkloadClass;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Requests of several classes: which one a request is of derives from the seed and its index. */
final class ClassedRequests implements RequestWriter {
  private final RequestWriter[] writers;
  private final double[] upTo;
  private final long seed;

  /**
   * @param writers one for each class
   */
  ClassedRequests(List<WorkloadClass> classes, List<RequestWriter> writers, long seed) {
    this.writers = writers.toArray(RequestWriter[]::new);
    this.upTo = new double[classes.size()];
    this.seed = seed;
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += classes.get(i).weight();
      upTo[i] = sum;
    }
  }

  @Override
  public int classOf(long index) {
    int last = upTo.length - 1;
    long bits = RequestRandom.bits(seed, index, RequestRandom.CLASS);
    double place = RequestRandom.unit(bits) * upTo[last];
    int found = 0;
    while (found < last && place >= upTo[found]) {
      found++;
    }
    return found;
  }

  @Override
  public int turns(long index) {
    return writers[classOf(index)].turns(index);
  }

  @Override
  public long thinkNanos(long index, int turn) {
    return writers[classOf(index)].thinkNanos(index, turn);
  }

  @Override
  public void write(long index, int turn, ByteBuf to) {
    writers[classOf(index)].write(index, turn, to);
  }
}
