package eu.aifactory.clients.emulator;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** The emulator as a program; exit code 2 for a wrong option, 3 when it cannot listen. */
public final class EmulatorMain {
  static final int WRONG_OPTION = 2;
  static final int CANNOT_LISTEN = 3;

  private EmulatorMain() {}

  public static void main(String[] args) throws InterruptedException {
    int exit = run(System.out, System.err, args);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  /** Runs until the process is told to stop; returns at once when it cannot start. */
  static int run(PrintStream out, PrintStream err, String... args) throws InterruptedException {
    EmulatorOptions options;
    try {
      options = EmulatorOptions.parse(args);
    } catch (InvalidOptionException e) {
      err.println(e.getMessage());
      return WRONG_OPTION;
    }
    VllmEmulator emulator;
    try {
      emulator = VllmEmulator.startWarm(options);
    } catch (CannotListenException e) {
      err.println(e.getMessage());
      return CANNOT_LISTEN;
    }
    out.printf(
        "vllm-emulator listening on %s (model %s, first token %s ms, then one every %s ms, %s)%n",
        emulator.baseUri(),
        options.servedModelName(),
        options.firstToken().toNanos() / 1e6,
        options.betweenTokens().toNanos() / 1e6,
        emulator.nativeTransport() ? "epoll" : "NIO: timers to the millisecond");
    out.flush();
    Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
    new CountDownLatch(1).await();
    return 0;
  }
}
