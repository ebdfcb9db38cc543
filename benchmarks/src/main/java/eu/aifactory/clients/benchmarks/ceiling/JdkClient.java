package eu.aifactory.clients.benchmarks.ceiling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.LongAdder;

/**
 * The JDK's own client, asynchronous, counting event ends in the buffers that it hands over: the
 * quickest way to use it that was found.
 */
final class JdkClient implements Contestant {
  private final LongAdder answers = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile boolean running;
  private HttpClient http;

  public static void main(String[] args) throws IOException {
    Contestant.serve(new JdkClient());
  }

  @Override
  public void go(Load load, int port, int clients) {
    answers.reset();
    events.reset();
    failed.reset();
    running = true;
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + Requests.path(load)))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Requests.body(load)))
            .build();
    for (int i = 0; i < clients; i++) {
      next(request);
    }
  }

  @Override
  public Count stop() {
    running = false;
    Count count = new Count(answers.sum(), events.sum(), failed.sum());
    http.shutdownNow();
    http.close();
    return count;
  }

  private void next(HttpRequest request) {
    http.sendAsync(request, head -> new Counting()).whenComplete((answer, e) -> ended(request, e));
  }

  private void ended(HttpRequest request, Throwable e) {
    if (!running) {
      return;
    }
    (e == null ? answers : failed).increment();
    next(request);
  }

  private final class Counting implements HttpResponse.BodySubscriber<Void> {
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private final EventEnds ends = new EventEnds();
    private byte[] bytes = new byte[16 * 1024];

    @Override
    public CompletionStage<Void> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        int length = buffer.remaining();
        if (length > bytes.length) {
          bytes = new byte[length];
        }
        buffer.get(bytes, 0, length);
        ends.over(bytes, 0, length);
      }
    }

    @Override
    public void onError(Throwable e) {
      body.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
      events.add(Math.max(0, ends.events() - EventEnds.OTHERS));
      body.complete(null);
    }
  }
}
