package eu.aifactory.clients.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.service.group.GroupState;
import eu.aifactory.clients.service.group.ServiceOnH2;
import eu.aifactory.clients.service.slurm.TestSite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays random sequences against the service's real beans and checks the invariants of {@code
 * docs/faults.md} after each. {@code -Daif.model.sequences=N} plays another number of them; {@code
 * -Daif.model.seed=SEED} plays one again and tells its story.
 */
class ControlPlaneModelTest {
  private static final long FIRST_SEED = 20_261_127_000_000L;
  private static final int SEQUENCES = Integer.getInteger("aif.model.sequences", 10_000);

  /** Of which the rarest things that can happen do. */
  private static final int ENOUGH_FOR_EVERYTHING = 10_000;

  private static final int PLAYERS = 2;
  private static final int ENOUGH_FAILURES = 5;

  /**
   * Arrows that the table allows and the service never takes: before there is a job, nobody can
   * cancel it and no limit counts, and a group that has its result keeps it whatever ends its job.
   */
  private static final Set<String> NEVER_TAKEN =
      Set.of(
          "REQUESTED -> CANCELLED",
          "REQUESTED -> TIMED_OUT",
          "SUBMITTING -> CANCELLED",
          "SUBMITTING -> TIMED_OUT",
          "SUBMIT_UNKNOWN -> CANCELLED",
          "SUBMIT_UNKNOWN -> TIMED_OUT",
          "COMPLETED -> CANCELLED",
          "COMPLETED -> TIMED_OUT");

  private static final Logger SERVICE_LOG = Logger.getLogger("eu.aifactory.clients");
  private static final ThreadLocal<List<LogRecord>> ERRORS =
      ThreadLocal.withInitial(ArrayList::new);
  private static final Handler KEEPS_ERRORS = new KeepsErrors();

  @TempDir Path folder;

  @BeforeAll
  static void listen() {
    SERVICE_LOG.setLevel(Level.SEVERE);
    SERVICE_LOG.setUseParentHandlers(false);
    SERVICE_LOG.addHandler(KEEPS_ERRORS);
  }

  @AfterAll
  static void listenNoMore() {
    SERVICE_LOG.removeHandler(KEEPS_ERRORS);
    SERVICE_LOG.setUseParentHandlers(true);
    SERVICE_LOG.setLevel(null);
  }

  @Test
  void holdsItsInvariantsThroughEverySequence() throws Exception {
    Long only = Long.getLong("aif.model.seed");
    Met met = new Met();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    AtomicLong next = new AtomicLong(only == null ? FIRST_SEED : only);
    long end = only == null ? FIRST_SEED + SEQUENCES : only + 1;
    try (ExecutorService players = Executors.newFixedThreadPool(PLAYERS)) {
      List<Future<Object>> games = new ArrayList<>();
      for (int player = 0; player < (only == null ? PLAYERS : 1); player++) {
        games.add(players.submit(player(next, end, met, failures)));
      }
      for (Future<Object> game : games) {
        game.get();
      }
    }
    System.out.printf("%d sequences met %s%n", end - (only == null ? FIRST_SEED : only), met);

    assertThat(failures).as("sequences after which something does not hold").isEmpty();
    if (only == null && SEQUENCES >= ENOUGH_FOR_EVERYTHING) {
      assertThat(met.missing(Met.all(Operation.class))).as("operations not met").isEmpty();
      assertThat(met.missing(Met.all(ClusterFault.class))).as("faults not met").isEmpty();
      assertThat(met.missing(Met.all(Mishap.class))).as("mishaps not met").isEmpty();
      assertThat(met.missing(everyArrow())).as("arrows not taken").isEqualTo(NEVER_TAKEN);
    }
  }

  private Callable<Object> player(AtomicLong next, long end, Met met, Queue<String> failures) {
    return () -> {
      try (ServiceOnH2 service = new ServiceOnH2()) {
        TestSite site = new TestSite(folder);
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
          if (failures.size() < ENOUGH_FAILURES) {
            play(new Sequence(service, site, seed, met), seed, failures);
          }
        }
      }
      return null;
    };
  }

  private static void play(Sequence sequence, long seed, Queue<String> failures) {
    ERRORS.get().clear();
    Throwable thrown = null;
    try {
      sequence.play();
      if (!ERRORS.get().isEmpty()) {
        LogRecord first = ERRORS.get().getFirst();
        thrown = new AssertionError(first.getMessage(), first.getThrown());
      }
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    if (thrown != null) {
      failures.add("-Daif.model.seed=%d%n%s%n%s".formatted(seed, trace(thrown), sequence.story()));
    }
  }

  private static String trace(Throwable thrown) {
    StringBuilder trace = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      trace.append(cause).append(System.lineSeparator());
      for (StackTraceElement element : cause.getStackTrace()) {
        if (element.getClassName().startsWith("eu.aifactory")) {
          trace.append("    at ").append(element).append(System.lineSeparator());
        }
      }
    }
    return trace.toString();
  }

  private static Set<String> everyArrow() {
    Set<String> arrows = new TreeSet<>();
    for (GroupState from : GroupState.values()) {
      from.next().forEach(to -> arrows.add(from + " -> " + to));
    }
    return arrows;
  }

  /** An error that is told with what was thrown is a rule that the code itself did not expect. */
  private static final class KeepsErrors extends Handler {
    @Override
    public void publish(LogRecord told) {
      if (told.getThrown() != null) {
        ERRORS.get().add(told);
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
