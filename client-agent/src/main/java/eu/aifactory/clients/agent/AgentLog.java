package eu.aifactory.clients.agent;

import eu.aifactory.clients.agent.service.Correlation;
import eu.aifactory.clients.agent.settings.BadSettingException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One line to the console for each event: time, level, benchmark, agent, correlation id, where,
 * what.
 */
final class AgentLog extends Formatter {
  /** Chatty at INFO about things that are no concern of who runs a benchmark. */
  private static final List<String> QUIET =
      List.of("io.helidon", "org.jboss.weld", "org.glassfish", "jdk", "sun");

  private static final String OURS = "eu.aifactory";

  // Held, because loggers that nobody holds forget their level.
  private static final List<Logger> QUIETED = QUIET.stream().map(Logger::getLogger).toList();

  /** Warns of entity types that nobody here sends. */
  private static final Logger MISSING_PROVIDERS =
      Logger.getLogger("org.glassfish.jersey.message.internal.MessagingBinders");

  private static volatile Supplier<String> agentName = () -> "-";

  private final long benchmarkId;

  private AgentLog(long benchmarkId) {
    this.benchmarkId = benchmarkId;
  }

  /**
   * Sets the process's log up.
   *
   * @param level {@code DEBUG}, {@code INFO}, {@code WARNING} or {@code ERROR}
   */
  static void install(String level, long benchmarkId) {
    // Helidon would look for a file and put its own set-up in this one's place.
    System.setProperty("io.helidon.logging.config.disabled", "true");
    Logger root = Logger.getLogger("");
    Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
    Handler console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    console.setFormatter(new AgentLog(benchmarkId));
    console.setFilter(AgentLog::isWanted);
    root.addHandler(console);
    // Not the level of our own loggers alone: lines of an agent that was told to end have been seen
    // to be missing, all of them below WARNING.
    root.setLevel(level(level));
    QUIETED.forEach(logger -> logger.setLevel(Level.WARNING));
    MISSING_PROVIDERS.setLevel(Level.SEVERE);
  }

  /** Of others what is wrong, of ours everything. */
  private static boolean isWanted(LogRecord event) {
    return event.getLevel().intValue() >= Level.WARNING.intValue()
        || String.valueOf(event.getLoggerName()).startsWith(OURS);
  }

  /** Has the agent's name in each line from now on. */
  static void speaksFor(Supplier<String> name) {
    agentName = name;
  }

  @Override
  public String format(LogRecord event) {
    String name = String.valueOf(event.getLoggerName());
    return "%s %-7s [%d %s %s] %s: %s%n%s"
        .formatted(
            Instant.ofEpochMilli(event.getMillis()).truncatedTo(ChronoUnit.MILLIS),
            levelName(event.getLevel()),
            benchmarkId,
            agentName.get(),
            Correlation.current(),
            name.substring(name.lastIndexOf('.') + 1),
            formatMessage(event).replaceAll("[\\r\\n]+", " | "),
            trace(event));
  }

  private static String trace(LogRecord event) {
    if (event.getThrown() == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    event.getThrown().printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static Level level(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "DEBUG" -> Level.FINE;
      case "INFO" -> Level.INFO;
      case "WARNING" -> Level.WARNING;
      case "ERROR" -> Level.SEVERE;
      default ->
          throw new BadSettingException(
              "AIF_AGENT_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not \"%s\""
                  .formatted(name));
    };
  }

  private static String levelName(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }
}
