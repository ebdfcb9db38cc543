package eu.aifactory.clients.emulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A running emulator. Closing it drops all connections where they stand, as a killed vLLM does. */
public final class VllmEmulator implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final long CLOSE_SECONDS = 5;

  private final Engine engine;
  private final EventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Map<EventLoop, LoopState> loopStates = new ConcurrentHashMap<>();
  private final boolean epoll;
  private Channel listener;

  private VllmEmulator(EmulatorOptions options) {
    engine = Engine.of(options);
    epoll = options.epoll() && Epoll.isAvailable();
    IoHandlerFactory transport = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(
            options.eventLoops(), new DefaultThreadFactory("vllm-emulator", true), transport);
  }

  /**
   * Listens and serves until closed, on threads of its own.
   *
   * @throws CannotListenException when the address cannot be had; nothing was started
   */
  public static VllmEmulator start(EmulatorOptions options) {
    VllmEmulator emulator = new VllmEmulator(options);
    emulator.listen();
    return emulator;
  }

  /**
   * The same after requests of its own for as long as the options' warm-up says, so that the first
   * that somebody measures by are answered by warm code.
   *
   * @throws CannotListenException when the address cannot be had; nothing was started
   */
  public static VllmEmulator startWarm(EmulatorOptions options) throws InterruptedException {
    if (options.warmUp().isPositive()) {
      new Rehearsal(options).run(options.warmUp());
    }
    return start(options);
  }

  private void listen() {
    EmulatorOptions options = engine.options();
    Routes routes = new Routes(engine);
    ResponseHead head = new ResponseHead(options.wire().requestIdHeaders());
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    LoopState state = loopState(channel.eventLoop());
                    channel
                        .pipeline()
                        .addLast(new HttpRequestDecoder())
                        .addLast(
                            new Connection(routes, head, state, options.keepAlive().toNanos()));
                  }
                });
    ChannelFuture bound =
        bootstrap
            .bind(new InetSocketAddress(options.host(), options.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new CannotListenException(options.host(), options.port(), bound.cause());
    }
    listener = bound.channel();
  }

  private LoopState loopState(EventLoop loop) {
    return loopStates.computeIfAbsent(
        loop, key -> new LoopState(new DeadlineQueue(key), new Bytes()));
  }

  /** The port in use, also when the options asked for any. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  public URI baseUri() {
    return URI.create("http://" + engine.options().host() + ":" + port());
  }

  /** Whether the precise timers of the native transport are in use. */
  public boolean nativeTransport() {
    return epoll;
  }

  /** What really happened; empty unless the options gave it room. */
  public TruthLog truth() {
    return engine.truth();
  }

  /** The faults in force, changeable while requests run. */
  public FaultPlan faults() {
    return engine.faults();
  }

  /** Requests that were admitted and have not ended. */
  public int running() {
    return engine.admission().running();
  }

  /** Requests that wait for admission. */
  public int waiting() {
    return engine.admission().waiting();
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close().awaitUninterruptibly();
    }
    connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
