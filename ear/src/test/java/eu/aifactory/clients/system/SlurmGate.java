package eu.aifactory.clients.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between the service and slurmrestd and passes everything on as it is, so that a test can
 * act at the very moment of a submit: when it has been sent and has not arrived, or when it was
 * answered and the answer has not arrived.
 */
final class SlurmGate implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Runnable NOTHING = () -> {};

  private final InetSocketAddress slurmrestd;
  private final AtomicReference<Runnable> onSubmit = new AtomicReference<>(NOTHING);
  private final AtomicReference<Runnable> onAnswer = new AtomicReference<>(NOTHING);
  private final List<Long> submittedAt = new CopyOnWriteArrayList<>();
  private int port;
  private ServerSocket door;

  SlurmGate(String slurmrestdUrl) {
    URI uri = URI.create(slurmrestdUrl);
    this.slurmrestd = new InetSocketAddress(uri.getHost(), uri.getPort());
    open();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Acts once, when the next submit has been sent; it is passed on when the act has ended. */
  void whenSubmitted(Runnable act) {
    onSubmit.set(act);
  }

  /** Acts once, when Slurm has answered the next submit; the answer is passed on after the act. */
  void whenAnswered(Runnable act) {
    onAnswer.set(act);
  }

  void countSubmitsAnew() {
    submittedAt.clear();
  }

  /** When submits were sent since they were counted anew, by {@link System#nanoTime}. */
  List<Long> submittedAt() {
    return List.copyOf(submittedAt);
  }

  /** Lets nobody in: a connection is refused, as where nothing listens. */
  void shut() {
    close();
  }

  void open() {
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      port = opened.getLocalPort();
      door = opened;
      Thread.ofVirtual().start(() -> receive(opened));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private void receive(ServerSocket opened) {
    while (!opened.isClosed()) {
      try {
        Socket caller = opened.accept();
        Thread.ofVirtual().start(() -> pass(caller));
      } catch (IOException e) {
        // It was shut.
      }
    }
  }

  private void pass(Socket caller) {
    try (caller;
        Socket slurm = new Socket(slurmrestd.getAddress(), slurmrestd.getPort())) {
      AtomicReference<Runnable> beforeAnswer = new AtomicReference<>(NOTHING);
      Thread answers = Thread.ofVirtual().start(() -> copyAnswers(slurm, caller, beforeAnswer));
      InputStream from = caller.getInputStream();
      OutputStream to = slurm.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        if (beginsSubmit(buffer, count)) {
          submittedAt.add(System.nanoTime());
          beforeAnswer.set(onAnswer.getAndSet(NOTHING));
          onSubmit.getAndSet(NOTHING).run();
        }
        to.write(buffer, 0, count);
      }
      slurm.shutdownOutput();
      answers.join();
    } catch (IOException e) {
      // One side has gone: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copyAnswers(
      Socket slurm, Socket caller, AtomicReference<Runnable> beforeAnswer) {
    try {
      byte[] buffer = new byte[BUFFER_BYTES];
      InputStream from = slurm.getInputStream();
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        beforeAnswer.getAndSet(NOTHING).run();
        caller.getOutputStream().write(buffer, 0, count);
      }
      caller.close();
    } catch (IOException e) {
      // One side has gone: so does the other.
    }
  }

  /** A caller sends its next request when it has the answer, so one begins where a read begins. */
  private static boolean beginsSubmit(byte[] buffer, int count) {
    String head = new String(buffer, 0, Math.min(count, 100), StandardCharsets.ISO_8859_1);
    return head.startsWith("POST ") && head.contains("/job/submit");
  }
}
