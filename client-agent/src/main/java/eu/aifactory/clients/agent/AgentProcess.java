package eu.aifactory.clients.agent;

import eu.aifactory.clients.agent.registration.AgentLife;
import eu.aifactory.clients.agent.registration.Ending;
import eu.aifactory.clients.agent.settings.AgentIdentity;
import eu.aifactory.clients.agent.settings.AgentSettings;
import io.helidon.Main;
import io.helidon.common.Weight;
import io.helidon.microprofile.server.Server;
import io.helidon.spi.HelidonShutdownHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The agent in its container: listens first, lives, and then stops listening. */
final class AgentProcess {
  /** All of an ending within the 20 s that an agent has after SIGTERM. */
  private static final long LONGEST_ENDING_SECONDS = 18;

  private final Server server;
  private final AgentLife life;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Farewell farewell = new Farewell(this);

  private AgentProcess(Server server) {
    this.server = server;
    this.life = CDI.current().select(AgentLife.class).get();
  }

  /**
   * Starts the server; nothing is registered yet.
   *
   * @throws IOException when the address cannot be listened on; nothing listens then
   */
  static AgentProcess listen(AgentSettings settings) throws IOException {
    requireFree(settings);
    Server server =
        Server.builder().host(settings.bindHost()).port(settings.port()).build().start();
    if (server.port() <= 0) {
      throw new IOException("the server did not start");
    }
    AgentIdentity identity = CDI.current().select(AgentIdentity.class).get();
    identity.listensAt(settings.announcedHost(), server.port());
    AgentLog.speaksFor(identity::name);
    return new AgentProcess(server);
  }

  /** Helidon logs a port in use with a stack trace and goes on without one. */
  private static void requireFree(AgentSettings settings) throws IOException {
    InetSocketAddress address = new InetSocketAddress(settings.bindHost(), settings.port());
    if (address.isUnresolved()) {
      throw new IOException("the host is not known");
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
    }
  }

  /** Lives until there is a reason to end. SIGTERM is one, and waits for the ending. */
  Ending live() throws InterruptedException {
    Main.addShutdownHandler(farewell);
    try {
      return life.live();
    } finally {
      ended.countDown();
    }
  }

  void close() {
    Main.removeShutdownHandler(farewell);
    server.stop();
  }

  /** Before the container's own handler, which would take the ground from under the life's feet. */
  @Weight(10_000)
  private record Farewell(AgentProcess process) implements HelidonShutdownHandler {
    @Override
    public void shutdown() {
      process.life.end("the process was told to terminate");
      try {
        if (!process.ended.await(LONGEST_ENDING_SECONDS, TimeUnit.SECONDS)) {
          System.getLogger(AgentProcess.class.getName())
              .log(System.Logger.Level.WARNING, "ended with work left undone");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
