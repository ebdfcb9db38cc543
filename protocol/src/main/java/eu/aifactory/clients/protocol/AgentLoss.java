package eu.aifactory.clients.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of a run when one of its agents is lost in the middle of it. */
public enum AgentLoss {
  /** It ends at once, with what was delivered up to then. */
  ABORT,
  /** It goes on with the other agents, and its result is DEGRADED. */
  CONTINUE_PARTIAL;

  public static final AgentLoss DEFAULT = CONTINUE_PARTIAL;

  /** As it is written in JSON and on the command line. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for what is none of them. */
  public static Optional<AgentLoss> named(String wireName) {
    return Arrays.stream(values()).filter(loss -> loss.wireName().equals(wireName)).findFirst();
  }

  /**
   * Why a text is none of them, a sentence.
   *
   * @param option by which the sentence calls it
   */
  public static String problem(String option, String given) {
    return "%s must be %s, not \"%s\"".formatted(option, names(), given);
  }

  private static String names() {
    return Arrays.stream(values()).map(AgentLoss::wireName).collect(Collectors.joining(" or "));
  }
}
