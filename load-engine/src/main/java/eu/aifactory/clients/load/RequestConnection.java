package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.load.client.ResponseReader;
import eu.aifactory.clients.load.http.ConnectionListener;
import eu.aifactory.clients.load.http.HttpConnection;
import eu.aifactory.clients.load.records.EndedRequest;
import io.netty.buffer.ByteBuf;

/**
 * A connection and the request that is on it, from the moment it is handed over to its end. A
 * request is sent once: one that fails, be it on a stale connection, is counted. All calls on its
 * event loop.
 */
final class RequestConnection implements ConnectionListener, EndedRequest {
  /** How a request ended, as far as whoever sends the next one must know. */
  enum Ending {
    SUCCEEDED,
    FAILED,
    /** There was no connection, or on it no byte of HTTP. */
    UNREACHED
  }

  /** Whose requests go over the connection. */
  interface Sender {
    /** The first attempt to open it has ended. {@code cause} is {@code null} when it is open. */
    void prepared(Throwable cause);

    /** The request that was on it has ended; another one can be sent. */
    void ended(RequestConnection connection, Ending ending, long now);
  }

  private enum State {
    FREE,
    /** A request is due and the connection not open. */
    CONNECTING,
    ANSWERING
  }

  private final RunLoop run;
  private final Sender sender;
  private final HttpConnection connection;
  private final ResponseReader reader;
  private final Answer answer = new Answer();
  private State state = State.FREE;
  private boolean preparing;
  private boolean retired;
  private long index;
  private int turn;
  private int stage;
  private int requestClass;
  private long dueNanos;
  private long beganNanos;
  private long sentNanos;
  private long headNanos;
  private long lastReadNanos;
  private int status;
  private String errorClass;
  private long endNanos;

  RequestConnection(RunLoop run, Sender sender) {
    this.run = run;
    this.sender = sender;
    this.connection = run.connectionFor(this);
    this.reader = run.path().reader();
  }

  /** Opens it before the run begins; the sender hears how that ended. */
  void prepare() {
    preparing = true;
    connection.open();
  }

  /** Whether a request would be sent at once. */
  boolean isOpen() {
    return connection.isIdle();
  }

  /** Hands a request over, which was due at {@code due}; only while none is on it. */
  void send(long index, int turn, int stage, int requestClass, long due) {
    take(index, turn, stage, requestClass, due);
    if (connection.isIdle() && !tooLongIdle(System.nanoTime())) {
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

  /** Counts a request that was due and is not sent because the run has ended. */
  void turnAway(long index, int turn, int stage, int requestClass, long due) {
    take(index, turn, stage, requestClass, due);
    fail(ErrorClass.CANCELLED_BY_RUN_END, Ending.FAILED, System.nanoTime());
  }

  private void take(long index, int turn, int stage, int requestClass, long due) {
    this.index = index;
    this.turn = turn;
    this.stage = stage;
    this.requestClass = requestClass;
    dueNanos = due;
    sentNanos = NEVER;
    headNanos = NEVER;
    status = 0;
    answer.begin();
  }

  private void send() {
    state = State.ANSWERING;
    beganNanos = System.nanoTime();
    lastReadNanos = beganNanos;
    run.figures().began(stage, requestClass, beganNanos);
    ByteBuf request = connection.allocate(run.requestBytes());
    run.writer().write(index, turn, request);
    run.requestWas(request.readableBytes());
    connection.send(request);
  }

  /** Looks at the limits; called every few milliseconds. */
  void check(long now) {
    switch (state) {
      case ANSWERING -> checkAnswer(now);
      case FREE -> dropIfIdle(now);
      case CONNECTING -> {
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

  private void dropIfIdle(long now) {
    if (connection.isIdle() && tooLongIdle(now)) {
      connection.close();
      // The run may begin any moment: what was opened for it is opened again.
      if (!run.hasBegun()) {
        connection.open();
      }
    }
  }

  private boolean tooLongIdle(long now) {
    return now - connection.idleSinceNanos() > run.idleDropNanos();
  }

  /** Gives up a request that is not sent yet. */
  void stopSending() {
    if (state == State.CONNECTING) {
      fail(ErrorClass.CANCELLED_BY_RUN_END, Ending.FAILED, System.nanoTime());
    }
  }

  /** Gives up what is in flight. */
  void cancel() {
    stopSending();
    if (state == State.ANSWERING) {
      giveUp(ErrorClass.CANCELLED_BY_RUN_END, System.nanoTime());
    }
  }

  /** Closes it for good; no request may be on it. */
  void retire() {
    retired = true;
    connection.close();
  }

  /** An answer that was complete but for the end of its body is whole. */
  private void giveUp(String errorClass, long now) {
    connection.close();
    answer.settle();
    if (failure(false).isEmpty()) {
      succeed(now);
    } else {
      failSettled(answer.hasError() ? ErrorClass.STREAM_ERROR : errorClass, Ending.FAILED, now);
    }
  }

  @Override
  public void opened() {
    run.figures().connectionOpened(state == State.FREE ? 0 : stage);
    tellPrepared(null);
    if (state == State.CONNECTING) {
      long now = System.nanoTime();
      if (run.over(now)) {
        fail(ErrorClass.CANCELLED_BY_RUN_END, Ending.FAILED, now);
      } else {
        send();
      }
    } else if (retired) {
      connection.close();
    }
  }

  @Override
  public void openFailed(boolean inTls, Throwable cause) {
    tellPrepared(cause);
    if (state == State.CONNECTING) {
      fail(inTls ? ErrorClass.TLS : ErrorClass.CONNECT, Ending.UNREACHED, System.nanoTime());
    }
  }

  private void tellPrepared(Throwable cause) {
    if (preparing) {
      preparing = false;
      sender.prepared(cause);
    }
  }

  @Override
  public void sent(long nanos) {
    if (sentNanos == NEVER) {
      sentNanos = nanos;
      run.figures().sent(stage, requestClass, nanos, dueNanos);
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
      failSettled(failure, Ending.FAILED, now);
    }
  }

  @Override
  public void lost(boolean anyByte) {
    long now = System.nanoTime();
    answer.settle();
    if (status == 200 && failure(false).isEmpty()) {
      succeed(now);
    } else {
      failSettled(lossClass(anyByte), anyByte ? Ending.FAILED : Ending.UNREACHED, now);
    }
  }

  private String lossClass(boolean anyByte) {
    if (!anyByte) {
      return connection.reused() ? ErrorClass.STALE_KEEPALIVE : ErrorClass.TRUNCATED;
    }
    return status == 0 ? ErrorClass.TRUNCATED : failure(false);
  }

  @Override
  public void notHttp() {
    fail(ErrorClass.MALFORMED, Ending.UNREACHED, System.nanoTime());
  }

  private String failure(boolean bodyEnded) {
    return StrictRule.failure(status, answer, bodyEnded);
  }

  private void succeed(long now) {
    long sent = sentNanos == NEVER ? beganNanos : sentNanos;
    run.figures().succeeded(stage, requestClass, answer, dueNanos, sent, headNanos, now);
    ended("", Ending.SUCCEEDED, now);
  }

  private void fail(String errorClass, Ending ending, long now) {
    answer.settle();
    failSettled(errorClass, ending, now);
  }

  private void failSettled(String errorClass, Ending ending, long now) {
    run.figures().failed(stage, requestClass, errorClass, Math.max(answer.countedTokens(), 0));
    ended(errorClass, ending, now);
  }

  private void ended(String errorClass, Ending ending, long now) {
    boolean began = state == State.ANSWERING;
    state = State.FREE;
    if (began) {
      run.figures().ended(stage, requestClass, now);
    }
    this.errorClass = errorClass;
    endNanos = now;
    run.log().ended(this);
    sender.ended(this, ending, now);
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public int turn() {
    return turn;
  }

  @Override
  public int stage() {
    return stage;
  }

  @Override
  public int requestClass() {
    return requestClass;
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
