package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.arrival.TraceTimes;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.load.random.RequestRandom;
import eu.aifactory.clients.load.trace.TracePrompts;
import eu.aifactory.clients.protocol.Workload;
import io.netty.buffer.ByteBuf;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes POSTs of JSON: what is the same in each is encoded once, prompt and lengths are written
 * into their places.
 */
final class JsonRequests implements RequestWriter {
  private static final byte[] MAX_TOKENS = RequestHead.ascii(",\"max_tokens\":");
  private static final byte[] MIN_TOKENS = RequestHead.ascii(",\"min_tokens\":");
  private static final byte[] SEED = RequestHead.ascii(",\"seed\":");

  private final RequestHead head;
  private final byte[] opening;
  private final byte[] rest;
  private final LeastTokens leastTokens;
  private final boolean sampled;
  private final PromptWriter prompts;
  private final long seed;

  /** What a request says of the least length of its answer. */
  enum LeastTokens {
    NOTHING,
    /** What the workload says, but not more than the most. */
    OF_THE_WORKLOAD,
    /** As many as the most: the length is exact. */
    THE_MOST
  }

  private final int workloadsLeast;

  /**
   * @param opening the body up to the prompt
   * @param rest members that every request has; at least one
   * @param sampled whether each request asks for its own sampling seed
   */
  JsonRequests(
      RequestHead head,
      String opening,
      JsonObject rest,
      LeastTokens leastTokens,
      boolean sampled,
      PromptWriter prompts,
      Workload workload) {
    this.head = head;
    this.opening = opening.getBytes(StandardCharsets.UTF_8);
    String members = rest.toString();
    this.rest = ("," + members.substring(1, members.length() - 1)).getBytes(StandardCharsets.UTF_8);
    this.leastTokens = leastTokens;
    this.sampled = sampled;
    this.prompts = prompts;
    this.seed = workload.seed();
    Integer least = workload.output().minTokens();
    this.workloadsLeast = least == null ? 0 : least;
  }

  /** How requests keep the least length that a workload asks for, on a server that knows it. */
  static LeastTokens leastTokens(Workload workload) {
    Workload.Output output = workload.output();
    if (output.minTokens() != null) {
      return LeastTokens.OF_THE_WORKLOAD;
    }
    boolean lengthsGiven =
        output.tokens() != null || Workload.Prompts.TRACE.equals(workload.prompts().source());
    return lengthsGiven && output.ignoreEos() ? LeastTokens.THE_MOST : LeastTokens.NOTHING;
  }

  @Override
  public int turns(long index) {
    return prompts.turns(index);
  }

  @Override
  public long thinkNanos(long index, int turn) {
    return prompts.thinkNanos(index, turn);
  }

  @Override
  public Optional<TraceTimes> traceTimes() {
    return prompts instanceof TracePrompts traced ? Optional.of(traced.trace()) : Optional.empty();
  }

  @Override
  public void write(long index, int turn, ByteBuf to) {
    head.write(index, turn, to);
    int bodyStart = to.writerIndex();
    to.writeBytes(opening);
    prompts.write(index, turn, to);
    writeLengths(prompts.answerTokens(index, turn), to);
    to.writeBytes(rest);
    if (sampled) {
      // 31 bits: a seed that every server's integer can hold.
      long request = RequestRandom.bits(seed, index, RequestRandom.SAMPLING);
      to.writeBytes(SEED);
      Digits.write((turn == 0 ? request : RequestRandom.at(request, turn)) >>> 33, to);
    }
    to.writeByte('}');
    RequestHead.complete(bodyStart, to);
  }

  private void writeLengths(int most, ByteBuf to) {
    to.writeBytes(MAX_TOKENS);
    Digits.write(most, to);
    if (leastTokens != LeastTokens.NOTHING) {
      to.writeBytes(MIN_TOKENS);
      Digits.write(leastTokens == LeastTokens.THE_MOST ? most : Math.min(workloadsLeast, most), to);
    }
  }
}
