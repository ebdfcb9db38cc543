package eu.aifactory.clients.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that says whether callers of the service need a token. */
final class AuthOption {
  private static final String TOKEN = "jwt";
  private static final String NONE = "none";

  @Option(
      names = "--auth",
      paramLabel = "HOW",
      description = {
        "jwt: callers need a token (default, or AIF_AUTH); none: they need none, which goes with",
        "a --host of this machine's loopback alone. For any other host none has to be said twice:",
        "everybody who reaches it can start load and jobs then."
      })
  private List<String> how = List.of();

  /**
   * @throws CommandFailure when it cannot be, or would let in everybody by oversight
   */
  void check(boolean loopbackAlone) {
    for (String each : how) {
      if (!each.equals(TOKEN) && !each.equals(NONE)) {
        throw CommandFailure.wrong("--auth must be jwt or none, not %s.".formatted(each));
      }
    }
    if (how.contains(TOKEN) && how.contains(NONE)) {
      throw CommandFailure.wrong("--auth is jwt and none: which of them?");
    }
    if (how.contains(NONE) && how.size() < 2 && !loopbackAlone) {
      throw CommandFailure.wrong(
          "--auth none lets everybody in who reaches the service, and --host is not of this machine alone: say --auth none --auth none if that is what you want.");
    }
  }

  /** As a server process reads it. */
  Map<String, String> variables() {
    if (how.isEmpty()) {
      return Map.of();
    }
    String value = how.contains(NONE) && how.size() > 1 ? NONE + "," + NONE : how.getFirst();
    return Map.of("AIF_AUTH", value);
  }
}
