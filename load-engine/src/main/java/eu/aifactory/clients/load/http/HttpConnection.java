package eu.aifactory.clients.load.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * One connection to a server, opened again when it was closed; one request at a time. All calls on
 * its event loop.
 */
public final class HttpConnection {
  private enum State {
    CLOSED,
    OPENING,
    IDLE,
    AWAITING
  }

  private final HttpTarget target;
  private final EventLoop loop;
  private final ReadBuffer buffer;
  private final ConnectionListener listener;
  private final HttpResponseParser parser;
  private State state = State.CLOSED;
  private Channel channel;
  private long readNanos;
  private long idleSinceNanos;
  private long exchanges;
  private boolean anyByte;

  /** On the event loop, as all calls. */
  public HttpConnection(HttpTarget target, EventLoop loop, ConnectionListener listener) {
    this.target = target;
    this.loop = loop;
    this.buffer = ReadBuffer.ofThisThread();
    this.listener = listener;
    this.parser = new HttpResponseParser(listener);
  }

  /** Opens it; the listener hears how that ended, never before this returns. */
  public void open() {
    state = State.OPENING;
    Exchange exchange = new Exchange();
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(target.transport())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, target.connectMillis())
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                target.tls().isPresent() ? buffer.giving() : buffer.lending())
            .handler(new Handlers(exchange))
            .connect(target.address());
    channel = connected.channel();
    // Netty may have failed already; the listener must not hear of it within this call.
    connected.addListener(future -> loop.execute(() -> exchange.connected(future.cause())));
  }

  /** Whether a request can be sent. */
  public boolean isIdle() {
    return state == State.IDLE;
  }

  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Since when no request is on it; only while {@link #isIdle}. */
  public long idleSinceNanos() {
    return idleSinceNanos;
  }

  /** Whether it had carried a response before the request that is or was last on it. */
  public boolean reused() {
    return exchanges > 1;
  }

  /** When the read returned that is being told about. */
  public long readNanos() {
    return readNanos;
  }

  /** Memory for a request, to be handed to {@link #send}. */
  public ByteBuf allocate(int bytes) {
    return channel.alloc().directBuffer(bytes);
  }

  /** Sends a request; only while {@link #isIdle}. */
  public void send(ByteBuf request) {
    state = State.AWAITING;
    anyByte = false;
    exchanges++;
    parser.begin();
    Channel sendingOn = channel;
    long exchange = exchanges;
    // Taken before the write: the server may run, and answer, before this thread runs again.
    long beforeWrite = System.nanoTime();
    ChannelFuture written = channel.writeAndFlush(request);
    if (written.isSuccess()) {
      listener.sent(beforeWrite);
      return;
    }
    written.addListener(
        future -> {
          if (future.isSuccess() && channel == sendingOn && exchanges == exchange) {
            listener.sent(System.nanoTime());
          }
        });
  }

  /** Closes it without a word to the listener. */
  public void close() {
    state = State.CLOSED;
    if (channel != null) {
      Channel closing = channel;
      channel = null;
      closing.close();
    }
  }

  private void idle() {
    state = State.IDLE;
    idleSinceNanos = System.nanoTime();
  }

  private void read(byte[] bytes, int length) {
    if (state != State.AWAITING) {
      // Nothing was asked: a farewell such as 408, after which the server closes anyway.
      close();
      return;
    }
    anyByte = true;
    int at = parser.feed(bytes, 0, length);
    if (state != State.AWAITING) {
      return;
    }
    if (parser.broken()) {
      close();
      listener.notHttp();
    } else if (parser.done()) {
      responseEnds(at == length && parser.persistent());
    }
  }

  private void responseEnds(boolean keep) {
    if (keep) {
      idle();
    } else {
      close();
    }
    listener.ended(keep);
  }

  private void gone() {
    State before = state;
    close();
    if (before != State.AWAITING) {
      return;
    }
    if (anyByte && parser.endOfInput()) {
      listener.ended(false);
    } else {
      listener.lost(anyByte);
    }
  }

  /** Puts TLS, where there is some, between the socket and us. */
  private final class Handlers extends ChannelInitializer<Channel> {
    private final Exchange exchange;

    Handlers(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    protected void initChannel(Channel opened) {
      target
          .tls()
          .ifPresent(
              context -> {
                SslHandler handler =
                    context.newHandler(opened.alloc(), target.host(), target.address().getPort());
                handler.setHandshakeTimeoutMillis(target.connectMillis());
                opened.pipeline().addLast(new ReadClock(), handler);
              });
      opened.pipeline().addLast(exchange);
    }
  }

  /** Notes the read's time before TLS is undone. */
  private final class ReadClock extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      readNanos = System.nanoTime();
      context.fireChannelRead(message);
    }
  }

  /** One channel's end of the pipeline; deaf as soon as the connection has given the channel up. */
  private final class Exchange extends ChannelInboundHandlerAdapter {
    private Channel own;
    private Throwable fault;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      own = context.channel();
    }

    private boolean current() {
      return own == channel;
    }

    void connected(Throwable cause) {
      if (!current() || state != State.OPENING) {
        return;
      }
      if (cause != null) {
        close();
        listener.openFailed(false, cause);
      } else if (target.tls().isEmpty()) {
        opened();
      }
    }

    private void opened() {
      exchanges = 0;
      idle();
      listener.opened();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (current() && event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          opened();
        } else {
          close();
          listener.openFailed(true, handshake.cause());
        }
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (target.tls().isEmpty()) {
        readNanos = System.nanoTime();
      }
      ByteBuf read = (ByteBuf) message;
      try {
        while (current() && read.isReadable()) {
          byte[] bytes = buffer.bytes();
          int length = Math.min(read.readableBytes(), bytes.length);
          read.readBytes(bytes, 0, length);
          HttpConnection.this.read(bytes, length);
        }
      } finally {
        read.release();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      fault = cause;
      context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!current()) {
        return;
      }
      if (state == State.OPENING) {
        close();
        listener.openFailed(
            target.tls().isPresent(),
            fault == null ? new java.net.ConnectException("the server hung up") : fault);
      } else {
        gone();
      }
    }
  }
}
