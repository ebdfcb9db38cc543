package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.load.client.ResponseReader;
import eu.aifactory.clients.load.http.ConnectionListener;
import eu.aifactory.clients.load.http.HttpConnection;
import eu.aifactory.clients.load.records.EndedRequest;
import io.netty.buffer.ByteBuf;

/**
 * One client of the closed loop: a virtual user with a connection of its own, who sends the next
 * request when the last one has ended. All calls on its event loop.
 *
 * <p>A request is sent once: one that fails, be it on a stale connection, is counted and the next
 * one is another. After failures to get a connection, or on one without a byte of answer, the
 * client pauses, 10 ms at first and twice as long each time up to 1 s, so that a server that is
 * gone is not stormed; the pause is no part of any latency.
 */
final class LoadClient implements ConnectionListener, EndedRequest {
  private static final long FIRST_PAUSE_NANOS = 10_000_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

  private enum State {
    /** The run has not begun. */
    PARKED,
    /** A request is due and the connection not open. */
    CONNECTING,
    ANSWERING,
    /** After a failure. */
    PAUSING,
    ENDED
  }

  private final RunLoop run;
  private final HttpConnection connection;
  private final ResponseReader reader;
  private final Answer answer = new Answer();
  private State state = State.PARKED;
  private boolean prepared;
  private long index;
  private long dueNanos;
  private long beganNanos;
  private long sentNanos;
  private long headNanos;
  private long lastReadNanos;
  private int status;
  private String errorClass;
  private long endNanos;
  private long pauseNanos;
  private long pausedUntilNanos;

  LoadClient(RunLoop run) {
    this.run = run;
    this.connection = run.connectionFor(this);
    this.reader = run.path().reader();
  }

  /** Opens the connection before the run begins. */
  void prepare() {
    connection.open();
  }

  /** Begins the run with a request that is due at the start. */
  void begin(long startNanos) {
    state = State.PAUSING;
    next(startNanos);
  }

  private void next(long due) {
    long now = System.nanoTime();
    index = run.stopping() || run.over(now) ? RequestNumbers.NONE : run.numbers().next();
    if (index == RequestNumbers.NONE) {
      end();
      return;
    }
    dueNanos = due;
    sentNanos = NEVER;
    headNanos = NEVER;
    status = 0;
    answer.begin();
    run.figures().intended();
    if (connection.isIdle() && !tooLongIdle(now)) {
      send();
      return;
    }
    state = State.CONNECTING;
    if (connection.isIdle()) {
      connection.close();
    }
    if (connection.isClosed()) {
      connection.open();
    }
  }

  private void send() {
    state = State.ANSWERING;
    beganNanos = System.nanoTime();
    lastReadNanos = beganNanos;
    run.figures().began(beganNanos);
    ByteBuf request = connection.allocate(run.requestBytes());
    run.writer().write(index, 0, request);
    run.requestWas(request.readableBytes());
    connection.send(request);
  }

  private void end() {
    state = State.ENDED;
    connection.close();
    run.ended();
  }

  /** Looks at the limits; called every few milliseconds. */
  void check(long now) {
    switch (state) {
      case ANSWERING -> checkAnswer(now);
      case PAUSING -> {
        if (now - pausedUntilNanos >= 0) {
          next(now);
        } else {
          dropIfIdle(now);
        }
      }
      case PARKED -> {
        // The run may begin any moment: the connection that was given up is opened again.
        if (dropIfIdle(now)) {
          connection.open();
        }
      }
      case CONNECTING, ENDED -> {
        // the connection has its own limit
      }
    }
  }

  private void checkAnswer(long now) {
    if (now - beganNanos > run.totalNanos()) {
      giveUp(ErrorClass.TOTAL_TIMEOUT, now);
    } else if (now - lastReadNanos > run.idleNanos()) {
      giveUp(ErrorClass.IDLE_TIMEOUT, now);
    }
  }

  private boolean dropIfIdle(long now) {
    boolean drop = connection.isIdle() && tooLongIdle(now);
    if (drop) {
      connection.close();
    }
    return drop;
  }

  private boolean tooLongIdle(long now) {
    return now - connection.idleSinceNanos() > run.idleDropNanos();
  }

  /** Sends nothing more; what is in flight goes on. */
  void stopSending() {
    if (state == State.CONNECTING) {
      fail(ErrorClass.CANCELLED_BY_RUN_END, System.nanoTime());
    } else if (state == State.PAUSING || state == State.PARKED) {
      end();
    }
  }

  /** Gives up what is in flight. */
  void cancel() {
    stopSending();
    if (state == State.ANSWERING) {
      giveUp(ErrorClass.CANCELLED_BY_RUN_END, System.nanoTime());
    }
  }

  /** An answer that was complete but for the end of its body is whole. */
  private void giveUp(String errorClass, long now) {
    connection.close();
    answer.settle();
    pauseNanos = 0;
    if (failure(false).isEmpty()) {
      succeed(now);
    } else {
      failSettled(answer.hasError() ? ErrorClass.STREAM_ERROR : errorClass, now);
    }
  }

  @Override
  public void opened() {
    run.figures().connectionOpened();
    prepared(null);
    if (state == State.CONNECTING) {
      if (run.over(System.nanoTime())) {
        fail(ErrorClass.CANCELLED_BY_RUN_END, System.nanoTime());
      } else {
        send();
      }
    } else if (state == State.ENDED) {
      connection.close();
    }
  }

  @Override
  public void openFailed(boolean inTls, Throwable cause) {
    prepared(cause);
    if (state == State.CONNECTING) {
      pauseLonger();
      fail(inTls ? ErrorClass.TLS : ErrorClass.CONNECT, System.nanoTime());
    }
  }

  private void prepared(Throwable cause) {
    if (!prepared) {
      prepared = true;
      run.prepared(cause);
    }
  }

  @Override
  public void sent(long nanos) {
    if (sentNanos == NEVER) {
      sentNanos = nanos;
      run.figures().sent(nanos, dueNanos);
    }
  }

  @Override
  public void head(int status, String contentType) {
    this.status = status;
    headNanos = connection.readNanos();
    lastReadNanos = headNanos;
    if (status == 200) {
      answer.arrived(headNanos);
      reader.begin(answer, contentType);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) {
    lastReadNanos = connection.readNanos();
    if (status == 200) {
      reader.body(bytes, from, to, lastReadNanos);
    }
  }

  @Override
  public void ended(boolean open) {
    if (status == 200) {
      reader.end();
    }
    answer.settle();
    long now = connection.readNanos();
    String failure = failure(true);
    if (failure.isEmpty()) {
      succeed(now);
    } else {
      pauseNanos = 0;
      failSettled(failure, now);
    }
  }

  @Override
  public void lost(boolean anyByte) {
    long now = System.nanoTime();
    answer.settle();
    boolean whole = status == 200 && failure(false).isEmpty();
    if (whole) {
      succeed(now);
      return;
    }
    if (anyByte) {
      pauseNanos = 0;
    } else {
      pauseLonger();
    }
    failSettled(lossClass(anyByte), now);
  }

  private String lossClass(boolean anyByte) {
    if (!anyByte) {
      return connection.reused() ? ErrorClass.STALE_KEEPALIVE : ErrorClass.TRUNCATED;
    }
    return status == 0 ? ErrorClass.TRUNCATED : failure(false);
  }

  @Override
  public void notHttp() {
    pauseLonger();
    fail(ErrorClass.MALFORMED, System.nanoTime());
  }

  private String failure(boolean bodyEnded) {
    return StrictRule.failure(status, answer, bodyEnded);
  }

  private void succeed(long now) {
    pauseNanos = 0;
    long sent = sentNanos == NEVER ? beganNanos : sentNanos;
    run.figures().succeeded(answer, dueNanos, sent, headNanos);
    ended("", now);
  }

  private void fail(String errorClass, long now) {
    answer.settle();
    failSettled(errorClass, now);
  }

  private void failSettled(String errorClass, long now) {
    run.figures().failed(errorClass, Math.max(answer.countedTokens(), 0));
    ended(errorClass, now);
  }

  private void ended(String errorClass, long now) {
    boolean began = state == State.ANSWERING;
    state = State.PAUSING;
    if (began) {
      run.figures().ended(now);
    }
    this.errorClass = errorClass;
    endNanos = now;
    run.log().ended(this);
    if (run.stopping()) {
      end();
    } else if (pauseNanos > 0) {
      pausedUntilNanos = now + pauseNanos;
    } else {
      next(now);
    }
  }

  private void pauseLonger() {
    pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, 2 * pauseNanos));
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public int turn() {
    return 0;
  }

  @Override
  public int requestClass() {
    return run.writer().classOf(index);
  }

  @Override
  public String errorClass() {
    return errorClass;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public boolean reused() {
    return connection.reused();
  }

  @Override
  public long dueNanos() {
    return dueNanos;
  }

  @Override
  public long sentNanos() {
    return sentNanos;
  }

  @Override
  public long headNanos() {
    return headNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  @Override
  public Answer answer() {
    return answer;
  }
}
