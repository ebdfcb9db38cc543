package eu.aifactory.clients.cli.server;

import java.util.Map;
import java.util.TreeMap;

/**
 * How to start a server once.
 *
 * @param port of the service, on the address that {@code AIF_HOST} of the environment names, by
 *     default 127.0.0.1
 * @param adminPort of the admin console, on 127.0.0.1
 * @param console whether its log goes to {@link PayaraDomain#consoleLog} as well, in full; without,
 *     warnings alone do
 * @param environment what the service reads as its configuration, on top of this process's own
 */
public record ServerSettings(
    int port, int adminPort, boolean console, Map<String, String> environment) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 8001;
  public static final int DEFAULT_ADMIN_PORT = 4848;

  public ServerSettings {
    environment = Map.copyOf(environment);
  }

  /** On two ports that are free now. */
  public static ServerSettings onFreePorts() {
    return new ServerSettings(Ports.anyFree(), Ports.anyFree(), false, Map.of());
  }

  public ServerSettings with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new ServerSettings(port, adminPort, console, more);
  }

  /** The address of this machine at which processes on it reach the service. */
  public String host() {
    String host = environment.getOrDefault("AIF_HOST", DEFAULT_HOST);
    return host.equals("0.0.0.0") || host.equals("::") ? DEFAULT_HOST : host;
  }

  /** Where the service answers. */
  public String serviceUrl() {
    String scheme = environment.containsKey(ServerKey.KEY_STORE) ? "https" : "http";
    return "%s://%s:%d".formatted(scheme, host().contains(":") ? "[" + host() + "]" : host(), port);
  }

  public String adminUrl() {
    return "http://127.0.0.1:" + adminPort;
  }
}
