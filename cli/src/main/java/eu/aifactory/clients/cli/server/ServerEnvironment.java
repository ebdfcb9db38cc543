package eu.aifactory.clients.cli.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The environment of a server process: the service reads it as its configuration, the domain as the
 * address of its database. {@code docs/server.md} lists it.
 */
final class ServerEnvironment {
  /** The name of a deployment has 20 characters at most. */
  private static final int MOST_OF_USER = 11;

  /**
   * Shorter than a lease, so that a group can be taken over from an instance that stands still. Who
   * waits for a lock is answered before the caller gives up: the pool's own limit comes on top.
   */
  private static final Map<String, Duration> POSTGRES_LIMITS =
      new TreeMap<>(
          Map.of(
              "idle_in_transaction_session_timeout",
              Duration.ofSeconds(10),
              "lock_timeout",
              Duration.ofSeconds(1),
              "statement_timeout",
              Duration.ofSeconds(30)));

  private ServerEnvironment() {}

  /** To be put on top of this process's own, which wins where it sets a database. */
  static Map<String, String> of(Installation installation, Path data, ServerSettings settings) {
    Map<String, String> own = System.getenv();
    Map<String, String> variables = new HashMap<>();
    variables.put("JAVA_HOME", installation.javaHome().toString());
    variables.put("AS_JAVA", installation.javaHome().toString());
    variables.put("AIF_PORT", Integer.toString(settings.port()));
    variables.put("AIF_ADMIN_PORT", Integer.toString(settings.adminPort()));
    variables.put("AIF_DATA_DIR", data.toString());
    variables.put("AIF_JAVA_HOME", installation.javaHome().toString());
    variables.put("AIF_HOST", ServerSettings.DEFAULT_HOST);
    variables.put("AIF_SERVICE_URL", settings.serviceUrl());
    // Without any check there is no service yet: that is not "ready".
    variables.put("MP_HEALTH_DEFAULT_READINESS_EMPTY_RESPONSE", "DOWN");
    variables.put("AIF_DB_URL", own.getOrDefault("AIF_DB_URL", h2(data)));
    variables.put("AIF_DB_PASSWORD", own.getOrDefault("AIF_DB_PASSWORD", "sa"));
    String deployment = own.getOrDefault("AIF_DEPLOYMENT", deployment(data));
    variables.put("AIF_DISPATCHER", own.getOrDefault("AIF_DISPATCHER", "local"));
    variables.put(
        "AIF_AGENT_HOME", own.getOrDefault("AIF_AGENT_HOME", installation.agentHome().toString()));
    variables.putAll(settings.environment());
    variables.computeIfPresent("AIF_DB_URL", (name, url) -> bounded(url));
    if (own.containsKey("AIF_DEPLOYMENT") || variables.get("AIF_DB_URL").equals(h2(data))) {
      variables.putIfAbsent("AIF_DEPLOYMENT", deployment);
    }
    // Else the name is kept in the database, the same for all instances on it.
    variables.putAll(
        Authentication.variables(
            name -> settings.environment().getOrDefault(name, own.get(name)),
            TokenKey.of(data, settings.environment()).publicFile()));
    return variables;
  }

  /**
   * Ends what waits in PostgreSQL: an instance that stands still in a transaction would hold up the
   * others for as long as it stands. What the address says itself stays.
   */
  private static String bounded(String url) {
    if (!url.startsWith("jdbc:postgresql:") || url.contains("options=")) {
      return url;
    }
    String options =
        POSTGRES_LIMITS.entrySet().stream()
            .map(limit -> "-c " + limit.getKey() + "=" + limit.getValue().toMillis())
            .collect(Collectors.joining(" "));
    return "%s%soptions=%s&connectTimeout=5&socketTimeout=40&tcpKeepAlive=true"
        .formatted(
            url,
            url.contains("?") ? "&" : "?",
            URLEncoder.encode(options, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /**
   * WRITE_DELAY=0: a commit is in the file when it returns, where H2 otherwise lets half a second
   * pass and a killed process loses it. DB_CLOSE_ON_EXIT=FALSE: the database is not closed under
   * the service while the server stops. No AUTO_SERVER: it would open a port.
   */
  private static String h2(Path data) {
    return "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
        .formatted(data.resolve("db").resolve("aif"));
  }

  /** A name that two data folders of one user do not share: jobs are found again by it. */
  private static String deployment(Path data) {
    CRC32 sum = new CRC32();
    sum.update(data.toString().getBytes(StandardCharsets.UTF_8));
    String user =
        System.getProperty("user.name").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String begin = user.substring(0, Math.min(user.length(), MOST_OF_USER));
    return "%s-%08x".formatted(begin.isEmpty() ? "aif" : begin, sum.getValue());
  }
}
