package eu.aifactory.clients.agent.settings;

import java.util.List;
import java.util.Map;

/** The agent's four arguments, as the start script of the specification passes them. */
public final class CommandLine {
  public static final String USAGE =
      "usage: start_client.sh NUM_CLIENTS SERVER_ADDR CLIENT_SERVICE_ADDR BENCHMARK_ID";

  private static final List<String> KEYS =
      List.of(
          AgentSettings.NUM_CLIENTS,
          AgentSettings.SERVER_ADDR,
          AgentSettings.CLIENT_SERVICE_ADDR,
          AgentSettings.BENCHMARK_ID);

  private CommandLine() {}

  /**
   * The arguments as settings; whether their values make sense is for {@link AgentSettings} to say.
   *
   * @throws BadSettingException when there are more or fewer than four
   */
  public static Map<String, String> settings(String... arguments) {
    if (arguments.length != KEYS.size()) {
      throw new BadSettingException(
          "%d arguments are needed, not %d; %s".formatted(KEYS.size(), arguments.length, USAGE));
    }
    return Map.of(
        KEYS.get(0), arguments[0],
        KEYS.get(1), arguments[1],
        KEYS.get(2), arguments[2],
        KEYS.get(3), arguments[3]);
  }
}
