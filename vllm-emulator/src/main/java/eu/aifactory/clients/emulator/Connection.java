package eu.aifactory.clients.emulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * One client's connection: reads calls, hands them over one at a time, writes what they answer.
 * Confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter implements DeadlineQueue.Timed {
  private static final int MOST_BODY_BYTES = 32 << 20;
  private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";
  private static final byte[] CONTINUE = Bytes.of("HTTP/1.1 100 Continue\r\n\r\n");

  private final Routes routes;
  private final ResponseHead head;
  private final LoopState loop;
  private final long keepAliveNanos;
  private final Bytes body = new Bytes();
  private final Deque<HttpCall> waiting = new ArrayDeque<>();
  private ChannelHandlerContext context;
  private HttpRequest reading;
  private HttpCall current;
  private Optional<Answer> answer = Optional.empty();
  private long idleSinceNanos;
  private boolean watched;
  private boolean closed;

  Connection(Routes routes, ResponseHead head, LoopState loop, long keepAliveNanos) {
    this.routes = routes;
    this.head = head;
    this.loop = loop;
    this.keepAliveNanos = keepAliveNanos;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpRequest request) {
        begin(request);
      }
      if (message instanceof HttpContent content && !closed) {
        read(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    waiting.clear();
    answer.ifPresent(Answer::clientGone);
    answer = Optional.empty();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      answer.ifPresent(Answer::writable);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void begin(HttpRequest request) {
    reading = request;
    body.clear();
    if (request.decoderResult().isFailure()) {
      closed = true;
      refuse("Invalid HTTP request received.");
    } else if (HttpUtil.is100ContinueExpected(request)) {
      send(buffer(CONTINUE.length).writeBytes(CONTINUE));
    }
  }

  private void read(HttpContent content) {
    ByteBuf part = content.content();
    if (body.length() + part.readableBytes() > MOST_BODY_BYTES) {
      closed = true;
      refuse("Request body too large.");
      return;
    }
    if (part.isReadable()) {
      body.put(ByteBufUtil.getBytes(part));
    }
    if (content instanceof LastHttpContent) {
      HttpCall call = call(System.nanoTime());
      if (current == null) {
        handle(call);
      } else {
        waiting.addLast(call);
      }
    }
  }

  private void refuse(String text) {
    HttpReply reply = new HttpReply(400, "text/plain; charset=utf-8", "", Bytes.of(text));
    head.write(this, reply, "", reply.body().length);
    send(buffer(reply.body().length).writeBytes(reply.body()));
    close();
  }

  private HttpCall call(long receivedNanos) {
    String uri = reading.uri();
    int query = uri.indexOf('?');
    return new HttpCall(
        reading.method().name(),
        query < 0 ? uri : uri.substring(0, query),
        reading.headers(),
        Arrays.copyOf(body.array(), body.length()),
        HttpUtil.isKeepAlive(reading),
        receivedNanos);
  }

  private void handle(HttpCall call) {
    current = call;
    try {
      routes.handle(call, this);
    } catch (RefusedException e) {
      reply(e.reply());
    }
  }

  /** Begins a generation whose answer this connection will carry. */
  void run(Generation started) {
    answer = Optional.of(started);
    started.start();
  }

  void reply(HttpReply reply) {
    head.write(this, reply, current.header("x-request-id"), reply.body().length);
    send(buffer(reply.body().length).writeBytes(reply.body()));
    answered();
  }

  /** Promises a longer body than it sends, then closes. */
  void replyInPart(HttpReply reply, int promisedBytes, byte[] part) {
    head.write(this, reply, current.header("x-request-id"), promisedBytes);
    send(buffer(part.length).writeBytes(part));
    close();
  }

  /** Begins an answer whose length is not known and that keeps pace with the client. */
  void stream(String contentType, Answer started) {
    answer = Optional.of(started);
    head.writeStream(this, contentType, current.header("x-request-id"));
    started.writable();
  }

  void writeEventStreamHead() {
    head.writeStream(this, EVENT_STREAM, current.header("x-request-id"));
  }

  /** The answer is complete: the next call may follow, or the connection falls idle. */
  void answered() {
    answer = Optional.empty();
    boolean keep = current.keepAlive();
    current = null;
    if (!keep) {
      close();
      return;
    }
    HttpCall next = waiting.pollFirst();
    if (next != null) {
      soon(() -> handle(next));
      current = next;
      return;
    }
    idleSinceNanos = System.nanoTime();
    if (!watched) {
      watched = true;
      loop.deadlines().add(this, idleSinceNanos + keepAliveNanos);
    }
  }

  /** Looks whether the connection has been idle for too long; one such look is always ahead. */
  @Override
  public void due(long nowNanos) {
    watched = false;
    if (closed || current != null) {
      return;
    }
    long deadline = idleSinceNanos + keepAliveNanos;
    if (deadline - nowNanos <= 0) {
      close();
    } else {
      watched = true;
      loop.deadlines().add(this, deadline);
    }
  }

  ByteBuf buffer(int bytes) {
    return context.alloc().directBuffer(bytes);
  }

  /** Writes without flushing. */
  void write(ByteBuf bytes) {
    context.write(bytes, context.voidPromise());
  }

  void send(ByteBuf bytes) {
    context.writeAndFlush(bytes, context.voidPromise());
  }

  void flush() {
    context.flush();
  }

  boolean writable() {
    return context.channel().isWritable();
  }

  /** Closes after what has been written. */
  void close() {
    closed = true;
    context.writeAndFlush(buffer(0)).addListener(ChannelFutureListener.CLOSE);
  }

  /** Closes with a TCP reset. */
  void reset() {
    closed = true;
    context.flush();
    context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    context.close();
  }

  /** Runs a task on this connection's loop, after what the loop is at. */
  void soon(Runnable task) {
    context.executor().execute(task);
  }

  DeadlineQueue deadlines() {
    return loop.deadlines();
  }

  /** Room to put an event together; the same for all connections of the loop. */
  Bytes scratch() {
    return loop.scratch();
  }
}
