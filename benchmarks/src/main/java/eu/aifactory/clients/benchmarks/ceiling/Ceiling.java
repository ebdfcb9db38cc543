package eu.aifactory.clients.benchmarks.ceiling;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds contestants against each other: the null server on one core, one contestant at a time on
 * another, in rounds in which each of them has its turn. The rates are the server's count, and
 * processor time the contestant's, over a part of the turn in which the load is steady.
 */
public final class Ceiling implements AutoCloseable {
  private static final int SERVER_CORE = 0;
  private static final int CLIENT_CORE = 1;
  private static final double WARM_UP_SECONDS = 4;
  private static final long STEADY_AFTER_MILLIS = 500;
  private static final List<String> AGENT_FLAGS =
      List.of("-XX:+UseSerialGC", "-Xss512k", "-Xmx512m");

  /** Who is held against whom. */
  public enum Who {
    ENGINE,
    SELECTOR,
    JDK,
    WRK
  }

  /**
   * One contestant's turn.
   *
   * @param perSecond token events, or answers where they are not streamed
   * @param cpuNanosEach of the contestant's process; empty where it is not known
   */
  public record Turn(double perSecond, Optional<Double> cpuNanosEach) {}

  private final Child server;
  private final long[] ports;
  private final Map<Who, Child> children = new EnumMap<>(Who.class);
  private final Consumer<String> log;

  /**
   * Starts the null server.
   *
   * @param log hears of each turn, a line
   */
  public Ceiling(Consumer<String> log) throws IOException {
    this.log = log;
    server = Child.start("null server", NullServer.class, SERVER_CORE, AGENT_FLAGS, List.of());
    ports = server.numbers("ports");
    start(Who.ENGINE, EngineClient.class);
    start(Who.SELECTOR, BareSelector.class);
    start(Who.JDK, JdkClient.class);
  }

  private void start(Who who, Class<?> main) throws IOException {
    children.put(who, Child.start(who.toString(), main, CLIENT_CORE, AGENT_FLAGS, List.of()));
  }

  public static boolean hasWrk() {
    return Wrk.isInstalled();
  }

  /** Streams with the whole answer in one write. */
  public Map<Who, List<Turn>> batched(int clients, int rounds, double seconds)
      throws InterruptedException {
    return rounds(
        Load.BATCHED, clients, rounds, seconds, List.of(Who.SELECTOR, Who.ENGINE, Who.JDK));
  }

  /** Streams with one write a token. */
  public Map<Who, List<Turn>> packets(int clients, int rounds, double seconds)
      throws InterruptedException {
    return rounds(
        Load.PACKETS, clients, rounds, seconds, List.of(Who.SELECTOR, Who.ENGINE, Who.JDK));
  }

  /** Streams with one write a token, at a pace that all of them keep up with. */
  public Map<Who, List<Turn>> paced(int clients, int rounds, double seconds)
      throws InterruptedException {
    return rounds(Load.PACED, clients, rounds, seconds, List.of(Who.SELECTOR, Who.ENGINE, Who.JDK));
  }

  /** Short requests without a stream. */
  public Map<Who, List<Turn>> brief(int clients, int rounds, double seconds)
      throws InterruptedException {
    return rounds(Load.BRIEF, clients, rounds, seconds, List.of(Who.WRK, Who.ENGINE));
  }

  /** The first round warms everything up and is not kept. */
  private Map<Who, List<Turn>> rounds(
      Load load, int clients, int rounds, double seconds, List<Who> contestants)
      throws InterruptedException {
    Map<Who, List<Turn>> turns = new EnumMap<>(Who.class);
    contestants.forEach(who -> turns.put(who, new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      double length = round == 0 ? WARM_UP_SECONDS : seconds;
      for (Who who : contestants) {
        Turn turn = who == Who.WRK ? wrk(load, clients, length) : turn(who, load, clients, length);
        log.accept(
            "%s, %d clients, round %d, %s: %.0f a second%s"
                .formatted(
                    load,
                    clients,
                    round,
                    who,
                    turn.perSecond(),
                    turn.cpuNanosEach().map(", %.0f ns of processor each"::formatted).orElse("")));
        if (round > 0) {
          turns.get(who).add(turn);
        }
      }
    }
    return turns;
  }

  private Turn turn(Who who, Load load, int clients, double seconds) throws InterruptedException {
    Child child = children.get(who);
    long[] before = server.numbers("count");
    child.ask("go %s %d %d".formatted(load, ports[load.ordinal()], clients));
    Turn steady = steady(load, seconds, Optional.of(child));
    long[] counted = child.numbers("stop");
    long[] after = server.numbers("count");
    int unit = load == Load.BRIEF ? 0 : 1;
    long sent = after[unit + 1] - before[unit + 1];
    long slack = (long) clients * (load == Load.BRIEF ? 1 : Answers.TOKENS) * 2;
    if (counted[2] > 0 || Math.abs(sent - counted[unit]) > slack) {
      throw new BenchmarkException(
          "%s counted %d of %d that were sent, and %d failures"
              .formatted(who, counted[unit], sent, counted[2]));
    }
    return steady;
  }

  private Turn wrk(Load load, int clients, double seconds) throws InterruptedException {
    int whole = (int) Math.ceil(seconds + 1.5 * STEADY_AFTER_MILLIS / 1000.0);
    Process wrk = Wrk.start(CLIENT_CORE, (int) ports[load.ordinal()], clients, whole);
    Turn steady = steady(load, seconds, Optional.empty());
    Wrk.end(wrk);
    return steady;
  }

  /** What a run costs to prepare is no event's, and is over when the load is steady. */
  private Turn steady(Load load, double seconds, Optional<Child> child)
      throws InterruptedException {
    Thread.sleep(STEADY_AFTER_MILLIS);
    long[] from = server.numbers("count");
    Optional<Long> cpuFrom = child.map(Ceiling::cpuNanos);
    Thread.sleep(Math.round(seconds * 1000));
    long[] to = server.numbers("count");
    Optional<Long> cpuTo = child.map(Ceiling::cpuNanos);
    int unit = load == Load.BRIEF ? 1 : 2;
    double units = to[unit] - from[unit];
    return new Turn(
        units * 1e9 / (to[0] - from[0]), cpuTo.map(until -> (until - cpuFrom.get()) / units));
  }

  private static long cpuNanos(Child child) {
    return child.numbers("cpu")[0];
  }

  @Override
  public void close() {
    children.values().forEach(Child::close);
    server.close();
  }
}
