package eu.aifactory.clients.emulator;

import eu.aifactory.clients.emulator.EmulatorOptions.RoleChunk;
import eu.aifactory.clients.emulator.EmulatorOptions.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The emulator's command line: {@code --name value} or {@code --name=value}, switches alone. */
final class CommandLine {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_LOOPS = 64;

  private final EmulatorOptionsBuilder options = EmulatorOptions.builder();
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, BiConsumer<String, String>> valued = new LinkedHashMap<>();
  private final Map<String, Runnable> switches = new LinkedHashMap<>();

  CommandLine() {
    text("--host", options::host);
    number("--port", 0, MAX_PORT, options::port);
    number("--event-loops", 1, MAX_LOOPS, options::eventLoops);
    text("--served-model-name", options::servedModelName);
    number("--max-model-len", 1, Integer.MAX_VALUE, options::maxModelLen);
    number("--max-num-seqs", 1, Integer.MAX_VALUE, options::maxNumSeqs);
    duration("--ttft-ms", 1e6, options::firstToken);
    duration("--itl-ms", 1e6, options::betweenTokens);
    number("--output-tokens", 1, Integer.MAX_VALUE, options::outputTokens);
    number("--default-max-tokens", 1, Integer.MAX_VALUE, options::defaultMaxTokens);
    number("--stream-interval", 1, Integer.MAX_VALUE, options::streamInterval);
    valued.put("--role-chunk", (name, value) -> options.roleChunk(roleChunk(value)));
    text("--api-key", options::apiKey);
    duration("--keep-alive-s", 1e9, options::keepAlive);
    duration("--service-start-ms", 1e6, options::serviceStart);
    number("--truth-capacity", 0, Integer.MAX_VALUE, options::truthCapacity);
    duration("--warm-up-s", 1e9, options::warmUp);
    valued.put("--fault", (name, value) -> faults.add(FaultText.parse(value)));
    switches.put("--enable-prefix-caching", () -> options.prefixCaching(true));
    switches.put("--nio", () -> options.epoll(false));
    switches.put("--burst", () -> options.burst(true));
    switches.put("--coalesce", () -> options.coalesce(true));
    switches.put("--truth", () -> options.truthCapacity(EmulatorOptions.DEFAULT_TRUTH_CAPACITY));
    wireSwitches();
  }

  private void wireSwitches() {
    wire("--enable-per-request-metrics", 0);
    wire("--enable-prompt-tokens-details", 1);
    wire("--enable-request-id-headers", 2);
    wire("--enable-force-include-usage", 3);
    wire("--enable-server-load-tracking", 4);
  }

  EmulatorOptions parse(List<String> args) {
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      accept(rest.next(), rest);
    }
    return options.faults(faults).build();
  }

  private void accept(String arg, Iterator<String> rest) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    if (switches.containsKey(name)) {
      if (equals >= 0) {
        throw new InvalidOptionException("Option " + name + " takes no value: " + arg + ".");
      }
      switches.get(name).run();
    } else if (valued.containsKey(name)) {
      if (equals < 0 && !rest.hasNext()) {
        throw new InvalidOptionException("Option " + name + " needs a value.");
      }
      valued.get(name).accept(name, equals < 0 ? rest.next() : arg.substring(equals + 1));
    } else {
      throw new InvalidOptionException("Unknown option '" + arg + "'; see docs/emulator.md.");
    }
  }

  private void text(String name, Consumer<String> target) {
    valued.put(
        name,
        (option, value) -> {
          if (value.isBlank()) {
            throw new InvalidOptionException("Option " + option + " must not be empty.");
          }
          target.accept(value);
        });
  }

  private void number(String name, int least, int most, Consumer<Integer> target) {
    valued.put(
        name,
        (option, value) -> {
          int number;
          try {
            number = Integer.parseInt(value);
          } catch (NumberFormatException e) {
            throw new InvalidOptionException(
                "Option " + option + " needs a whole number, not '" + value + "'.");
          }
          if (number < least || number > most) {
            String bound = number < least ? "at least " + least : "at most " + most;
            throw new InvalidOptionException(
                "Option " + option + " must be " + bound + ", not " + value + ".");
          }
          target.accept(number);
        });
  }

  private void duration(String name, double nanosPerUnit, Consumer<Duration> target) {
    valued.put(
        name,
        (option, value) -> {
          double amount;
          try {
            amount = Double.parseDouble(value);
          } catch (NumberFormatException e) {
            throw new InvalidOptionException(
                "Option " + option + " needs a number, not '" + value + "'.");
          }
          if (!(amount >= 0 && amount * nanosPerUnit < Duration.ofDays(1).toNanos())) {
            throw new InvalidOptionException(
                "Option " + option + " must be between 0 and a day, not " + value + ".");
          }
          target.accept(Duration.ofNanos(Math.round(amount * nanosPerUnit)));
        });
  }

  private static RoleChunk roleChunk(String value) {
    return switch (value) {
      case "with-first-token" -> RoleChunk.WITH_FIRST_TOKEN;
      case "at-admission" -> RoleChunk.AT_ADMISSION;
      default ->
          throw new InvalidOptionException(
              "Option --role-chunk must be with-first-token or at-admission, not '" + value + "'.");
    };
  }

  private void wire(String name, int position) {
    switches.put(
        name,
        () -> {
          Wire now = options.wire();
          options.wire(
              new Wire(
                  now.perRequestMetrics() || position == 0,
                  now.promptTokensDetails() || position == 1,
                  now.requestIdHeaders() || position == 2,
                  now.forceIncludeUsage() || position == 3,
                  now.serverLoadTracking() || position == 4));
        });
  }
}
