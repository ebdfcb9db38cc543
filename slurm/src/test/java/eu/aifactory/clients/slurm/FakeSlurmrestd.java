package eu.aifactory.clients.slurm;

import eu.aifactory.clients.slurm.FakeFault.Reply;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A slurmrestd on the loopback that speaks the dialect of Slurm 22.05 (v0.0.38) or 24.11 (v0.0.42)
 * and fails as told: request by request with {@link #next}, or all of them by {@link #faults}. Also
 * what it does to a bad token, a foreign job and a wrong content type is as recorded of the real
 * one.
 */
public final class FakeSlurmrestd implements AutoCloseable {
  private static final long HANGS_MOST_SECONDS = 60;

  /** What a request asks for. */
  public enum Kind {
    SUBMIT,
    CANCEL,
    JOBS,
    JOB,
    PING,
    DESCRIPTION
  }

  private final FakeDialect dialect;
  private final FakeSlurmctld slurmctld = new FakeSlurmctld();
  private final Map<Kind, Queue<FakeFault>> scripted = new EnumMap<>(Kind.class);
  private final Map<Kind, AtomicInteger> counts = new EnumMap<>(Kind.class);
  private final AtomicInteger lateOnes = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LoopbackHttp http;
  private volatile Function<Kind, FakeFault> faults = kind -> FakeFault.none();
  private volatile String token = "token.of.the.fake";

  private FakeSlurmrestd(FakeDialect dialect) {
    this.dialect = dialect;
    for (Kind kind : Kind.values()) {
      scripted.put(kind, new ConcurrentLinkedQueue<>());
      counts.put(kind, new AtomicInteger());
    }
    this.http = LoopbackHttp.start(this::handle);
  }

  /** Speaks as Slurm 22.05, API v0.0.38. */
  public static FakeSlurmrestd startV38() {
    return new FakeSlurmrestd(FakeDialect.V38);
  }

  /** Speaks as Slurm 24.11, API v0.0.42. */
  public static FakeSlurmrestd startV42() {
    return new FakeSlurmrestd(FakeDialect.V42);
  }

  public URI url() {
    return http.url();
  }

  public String apiVersion() {
    return dialect.version();
  }

  /** The one token that is accepted. */
  public SlurmToken token() {
    return SlurmToken.of(token);
  }

  /** From now on another token is the one: the old has expired. */
  public void changeToken() {
    token = token + "x";
  }

  public FakeSlurmctld slurmctld() {
    return slurmctld;
  }

  /** Faults for the next requests of that kind, one each; then all is well again. */
  public void next(Kind kind, FakeFault... ofNext) {
    scripted.get(kind).addAll(List.of(ofNext));
  }

  /** Faults for all requests for which {@link #next} says nothing. Called by many threads. */
  public void faults(Function<Kind, FakeFault> ofAll) {
    faults = ofAll;
  }

  /** No fault from now on, whatever was said before. Late ones that were begun still happen. */
  public void heal() {
    faults = kind -> FakeFault.none();
    scripted.values().forEach(Queue::clear);
  }

  /** How many requests of that kind arrived, those that failed as well. */
  public int requestCount(Kind kind) {
    return counts.get(kind).get();
  }

  /** How many requests have been left without an answer and are still to be done. */
  public int lateCount() {
    return lateOnes.get();
  }

  private void handle(LoopbackHttp.Request request, LoopbackHttp.Exchange out)
      throws IOException, InterruptedException {
    Optional<Kind> kind = kind(request);
    if (kind.isEmpty()) {
      out.send(404, "text/plain", "Unable find requested URL. Please view /openapi/v3");
      return;
    }
    counts.get(kind.get()).incrementAndGet();
    FakeFault scriptedFault = scripted.get(kind.get()).poll();
    FakeFault fault = scriptedFault != null ? scriptedFault : faults.apply(kind.get());
    if (closed.await(fault.delay().toNanos(), TimeUnit.NANOSECONDS)) {
      out.drop();
      return;
    }
    reply(fault.reply(), answer(kind.get(), request, fault), kind.get(), out);
  }

  private Optional<Kind> kind(LoopbackHttp.Request request) {
    String path = request.path();
    if (path.equals("/openapi/v3")) {
      return Optional.of(Kind.DESCRIPTION);
    }
    boolean isOldPing = dialect == FakeDialect.V38 && path.equals("/slurm/v0.0.36/ping");
    String prefix = "/slurm/" + dialect.version();
    if (isOldPing || path.equals(prefix + "/ping")) {
      return Optional.of(Kind.PING);
    }
    if (path.equals(prefix + "/jobs")) {
      return Optional.of(Kind.JOBS);
    }
    if (path.equals(prefix + "/job/submit") && request.method().equals("POST")) {
      return Optional.of(Kind.SUBMIT);
    }
    if (path.matches(prefix + "/job/\\d+")) {
      return Optional.of(request.method().equals("DELETE") ? Kind.CANCEL : Kind.JOB);
    }
    return Optional.empty();
  }

  private FakeDialect.Answer answer(Kind kind, LoopbackHttp.Request request, FakeFault fault) {
    return switch (fault.effect()) {
      case ONCE -> answer(kind, request);
      case NONE -> dialect.away(kind == Kind.SUBMIT);
      case TWICE -> {
        answer(kind, request);
        yield answer(kind, request);
      }
      case LATE -> {
        doLater(kind, request, fault);
        yield dialect.timedOut();
      }
    };
  }

  private void doLater(Kind kind, LoopbackHttp.Request request, FakeFault fault) {
    lateOnes.incrementAndGet();
    Thread.ofVirtual()
        .name("fake-slurmrestd-late")
        .start(
            () -> {
              try {
                if (!closed.await(fault.lateBy().toNanos(), TimeUnit.NANOSECONDS)) {
                  answer(kind, request);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                lateOnes.decrementAndGet();
              }
            });
  }

  private FakeDialect.Answer answer(Kind kind, LoopbackHttp.Request request) {
    boolean hasToken = !request.header("X-SLURM-USER-TOKEN").isEmpty();
    if (!hasToken) {
      return new FakeDialect.Answer(401, JsonObject.EMPTY_JSON_OBJECT);
    }
    if (kind == Kind.DESCRIPTION) {
      // Only that there is a token is looked at: slurmctld is not asked.
      return new FakeDialect.Answer(200, dialect.description());
    }
    if (slurmctld.isDown()) {
      boolean isNumbered = kind == Kind.SUBMIT || request.path().contains("v0.0.36");
      return dialect.away(isNumbered);
    }
    if (!request.header("X-SLURM-USER-TOKEN").equals(token)) {
      return dialect.badToken(kind == Kind.SUBMIT || request.path().contains("v0.0.36"));
    }
    return switch (kind) {
      case SUBMIT -> submit(request);
      case CANCEL -> cancel(request);
      case JOBS -> dialect.jobs(slurmctld.jobs());
      case JOB ->
          slurmctld
              .job(jobId(request))
              .map(job -> dialect.jobs(List.of(job)))
              .orElseGet(() -> dialect.unknownJob(jobId(request), false));
      default -> dialect.pong();
    };
  }

  private FakeDialect.Answer submit(LoopbackHttp.Request request) {
    try (var reader = Json.createReader(new StringReader(request.body()))) {
      if (!request.header("Content-Type").equals("application/json")) {
        throw new FakeSlurmctld.Refusal(9009, "Unable to parse query.");
      }
      String userName = request.header("X-SLURM-USER-NAME");
      return dialect.submitted(slurmctld.submit(dialect.submission(reader.readObject(), userName)));
    } catch (FakeSlurmctld.Refusal e) {
      return dialect.refused(e);
    } catch (JsonException e) {
      return dialect.refused(new FakeSlurmctld.Refusal(9009, "Unable to parse query."));
    }
  }

  private FakeDialect.Answer cancel(LoopbackHttp.Request request) {
    long jobId = jobId(request);
    Optional<FakeJob> job = slurmctld.job(jobId);
    if (job.isEmpty()) {
      return dialect.unknownJob(jobId, true);
    }
    if (!job.get().userName().equals(request.header("X-SLURM-USER-NAME"))) {
      // 22.05 refuses; 24.11 hangs for good.
      slurmctld.setDown(dialect == FakeDialect.V42);
      return dialect.refused(new FakeSlurmctld.Refusal(2002, "Access/permission denied"));
    }
    slurmctld.cancel(jobId);
    return dialect.cancelled();
  }

  private static long jobId(LoopbackHttp.Request request) {
    return Long.parseLong(request.path().replaceFirst(".*/", ""));
  }

  private void reply(Reply reply, FakeDialect.Answer honest, Kind kind, LoopbackHttp.Exchange out)
      throws IOException, InterruptedException {
    String body = honest.body().toString();
    switch (reply) {
      case HONEST -> send(honest, out);
      case DROPPED -> out.drop();
      case RESET -> out.reset();
      case TRUNCATED ->
          out.sendTruncated(honest.status(), "application/json", body, body.length() / 2);
      case HTML -> out.send(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>");
      case TIMED_OUT -> send(dialect.timedOut(), out);
      case ERROR_WITH_ID ->
          send(
              kind == Kind.SUBMIT && honest.body().containsKey("job_id")
                  ? dialect.heldWithError(honest.body().getJsonNumber("job_id").longValue())
                  : honest,
              out);
      case BLANK -> send(dialect.blank(), out);
      case HUNG -> {
        closed.await(HANGS_MOST_SECONDS, TimeUnit.SECONDS);
        out.drop();
      }
    }
  }

  private static void send(FakeDialect.Answer answer, LoopbackHttp.Exchange out)
      throws IOException {
    if (answer.status() == 401) {
      out.send(401, "text/plain", "Authentication failure");
    } else {
      out.send(answer.status(), "application/json", answer.body().toString());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.close();
  }
}
