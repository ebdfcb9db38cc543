import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Measures by hand how long an agent takes from its start until the service has its registration.
 *
 * <pre>
 *   java client-agent/src/bench/StartTime.java RUNS COMMAND [ARGUMENT…]
 * </pre>
 *
 * Each run executes the command with a service's address, a loopback one that this program answers
 * at, in place of an argument {@code SERVICE} and in the variable {@code AIF_SERVICE_URL}. Seconds
 * since the epoch in the file that {@code AIF_BEGAN_FILE} names count as the start in place of the
 * command's own. The agents are told to stop once they are registered, and the next run starts when
 * the command has ended. The processor time is that of the command's own process until then; on a
 * busy machine it is the figure to compare by.
 */
final class StartTime {
  private static final long PATIENCE_SECONDS = 60;
  private static final String CONNECTED =
      """
      {"status":"registered","benchmark_id":123,"client_address":"http://127.0.0.1:1",\
      "agent":null,"heartbeat_seconds":0.05}""";
  private static final String STOP = "{\"command\":\"stop\",\"order\":null,\"server_time\":%s}";

  /** Of one start, in seconds. */
  private record Start(double wall, double processor) {}

  private final BlockingQueue<Start> connects = new ArrayBlockingQueue<>(1000);
  private final String address;
  private volatile Process process;

  private StartTime() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2 || !arguments[0].matches("[1-9][0-9]{0,3}")) {
      System.err.println("usage: java StartTime.java RUNS COMMAND [ARGUMENT…]");
      System.exit(2);
    }
    StartTime bench = new StartTime();
    List<Start> starts = new ArrayList<>();
    for (int run = 0; run < Integer.parseInt(arguments[0]); run++) {
      starts.add(bench.run(List.of(arguments).subList(1, arguments.length)));
    }
    print("until registered", starts.stream().map(Start::wall).sorted().toList());
    // Where the command's own process is not the agent's, it says nothing.
    if (starts.stream().allMatch(start -> start.processor() > 0.2)) {
      print("processor time", starts.stream().map(Start::processor).sorted().toList());
    }
    System.exit(0);
  }

  private static void print(String what, List<Double> seconds) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %d starts: median %.2f s, least %.2f s, most %.2f s%n",
        what,
        seconds.size(),
        seconds.get(seconds.size() / 2),
        seconds.getFirst(),
        seconds.getLast());
  }

  private Start run(List<String> command) throws IOException, InterruptedException {
    connects.clear();
    Path began = Files.createTempFile("began", null);
    List<String> words = command.stream().map(w -> w.equals("SERVICE") ? address : w).toList();
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AIF_SERVICE_URL", address);
    builder.environment().put("AIF_BEGAN_FILE", began.toString());
    double started = now();
    process = builder.start();
    Start connected = connects.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroy();
    }
    String said = Files.readString(began).strip();
    Files.delete(began);
    if (connected == null) {
      System.err.printf("no agent registered within %d s of the start of %s%n", PATIENCE_SECONDS, words);
      System.exit(1);
    }
    return new Start(
        connected.wall() - (said.isEmpty() ? started : Double.parseDouble(said)),
        connected.processor());
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean connect = exchange.getRequestURI().getPath().endsWith("/connect");
    exchange.getRequestBody().readAllBytes();
    if (connect) {
      double processor =
          process.info().totalCpuDuration().map(time -> time.toMillis() / 1e3).orElse(0.0);
      connects.add(new Start(now(), processor));
    }
    byte[] body =
        (connect ? CONNECTED : STOP.formatted(now())).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(connect ? 201 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }
}
