package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a service and its PostgreSQL and passes everything on as it is, so that a test can
 * make the way slow, or cut it at the very moment of the commit that makes a group.
 */
final class DatabaseGate implements AutoCloseable {
  /** Where the way is cut. */
  enum Cut {
    /** The database never hears of the commit. */
    BEFORE_THE_COMMIT,
    /** The database has committed and said so, and nobody hears it. */
    AFTER_THE_COMMIT
  }

  private static final int BUFFER_BYTES = 64 * 1024;

  private final int databasePort;
  private final ServerSocket door;
  private final AtomicReference<Cut> next = new AtomicReference<>();
  private volatile Duration delay = Duration.ZERO;

  DatabaseGate(int databasePort) {
    this.databasePort = databasePort;
    try {
      door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::receive);
  }

  int port() {
    return door.getLocalPort();
  }

  /** From now on every answer comes so much later. */
  void delayAnswers(Duration by) {
    delay = by;
  }

  /** Cuts the connection of the next transaction that makes a group, once. */
  void cutNextCreate(Cut where) {
    next.set(where);
  }

  /** Whether the cut that was ordered has been made. */
  boolean hasCut() {
    return next.get() == null;
  }

  private void receive() {
    while (!door.isClosed()) {
      try {
        Socket service = door.accept();
        Thread.ofPlatform().daemon().start(() -> pass(service));
      } catch (IOException e) {
        // It was closed.
      }
    }
  }

  private void pass(Socket service) {
    try (service;
        Socket database = new Socket(InetAddress.getLoopbackAddress(), databasePort)) {
      AtomicReference<Boolean> silenced = new AtomicReference<>(false);
      Thread answers =
          Thread.ofPlatform().daemon().start(() -> copyAnswers(database, service, silenced));
      PostgresMessages messages = new PostgresMessages(service.getInputStream());
      OutputStream to = database.getOutputStream();
      for (byte[] message = messages.next(); message != null; message = messages.next()) {
        if (messages.commitsAGroup()) {
          Cut cut = next.getAndSet(null);
          if (cut == Cut.BEFORE_THE_COMMIT) {
            return;
          }
          silenced.set(cut == Cut.AFTER_THE_COMMIT);
        }
        to.write(message);
      }
      database.shutdownOutput();
      answers.join();
    } catch (IOException e) {
      // One side has gone: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends both connections instead of an answer when it was silenced. */
  private void copyAnswers(Socket database, Socket service, AtomicReference<Boolean> silenced) {
    try (service;
        database) {
      byte[] buffer = new byte[BUFFER_BYTES];
      InputStream from = database.getInputStream();
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        Thread.sleep(delay);
        if (silenced.get()) {
          return;
        }
        service.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One side has gone: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
