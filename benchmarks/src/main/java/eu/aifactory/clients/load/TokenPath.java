package eu.aifactory.clients.load;

import eu.aifactory.clients.benchmarks.Workloads;
import eu.aifactory.clients.benchmarks.ceiling.RecordedShape;
import eu.aifactory.clients.load.client.AiClients;
import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.load.client.ResponseReader;
import eu.aifactory.clients.load.http.HttpResponseParser;
import eu.aifactory.clients.load.http.ResponseSink;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.figures.Figures;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the engine does with a streamed answer between the socket and the histograms: HTTP, events,
 * JSON, the answer, its figures. One operation is one token event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenPath implements ResponseSink {
  private static final String URL = "http://127.0.0.1:1";
  private static final long GAP_NANOS = 20_000_000;

  /** Whether the answer comes in one read, or each token in a read of its own. */
  @Param({"false", "true"})
  public boolean packets;

  private final Workload workload = Workloads.read("{}");
  private final Figures figures = new Figures();
  private final Answer answer = new Answer();
  private HttpResponseParser parser;
  private AnswerFigures answers;
  private ResponseReader reader;
  private byte[][] reads;
  private long nanos;

  @Setup
  public void setUp() {
    AiService service =
        new AiService(Workload.SERVER_VLLM, URL, null, "null-model", "0.32.0", null, false);
    reader = AiClients.named("vllm").orElseThrow().loadPath(service, workload).reader();
    answers = new AnswerFigures(workload.slo());
    parser = new HttpResponseParser(this);
    reads = RecordedShape.reads(packets);
  }

  @Benchmark
  @OperationsPerInvocation(RecordedShape.TOKENS)
  public long answer() {
    long sent = nanos;
    answer.begin();
    parser.begin();
    for (byte[] read : reads) {
      nanos += GAP_NANOS;
      parser.feed(read, 0, read.length);
    }
    reader.end();
    answer.settle();
    answers.add(figures, answer, sent, sent, sent + GAP_NANOS);
    if (answer.tokens() != RecordedShape.TOKENS || !answer.exact()) {
      throw new IllegalStateException("read wrongly: " + answer.tokens() + " tokens");
    }
    return answer.tokens();
  }

  @Override
  public void head(int status, String contentType) {
    answer.arrived(nanos);
    reader.begin(answer, contentType);
  }

  @Override
  public void body(byte[] bytes, int from, int to) {
    reader.body(bytes, from, to, nanos);
  }
}
