package eu.aifactory.clients.cli.server;

import eu.aifactory.clients.cli.server.CommandFile.Command;
import eu.aifactory.clients.cli.server.CommandFile.Option;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives commands to a running Payara over its admin listener, as asadmin does, without asadmin's
 * start of a second virtual machine.
 */
final class AdminClient implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
  private static final int MOST_LOST = 4;
  private static final Duration AFTER_LOSS = Duration.ofMillis(500);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);

  private static final String WRITTEN_AT_ONCE = "Keys cannot be duplicate";
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 1_000;

  /** The answer's JSON is not always well-formed, so its two interesting members are looked up. */
  private static final Pattern EXIT_CODE = Pattern.compile("\"exit_code\"\\s*:\\s*\"(\\w+)\"");

  private static final Pattern MESSAGE =
      Pattern.compile("\\{\\s*\"name\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String adminUrl;
  private final String authorization;
  private final HttpClient http = PlainHttp.client(CONNECT_LIMIT);

  /**
   * @param password of Payara's user admin
   */
  AdminClient(String adminUrl, String password) {
    this.adminUrl = adminUrl;
    String both = AdminPassword.USER + ":" + password;
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the server takes commands yet. */
  boolean answers() throws InterruptedException {
    try {
      return send("version", "", PROBE_LIMIT).body().contains("SUCCESS");
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs the commands in order; the first failure ends it, save that something exists already. */
  void apply(CommandFile file) throws InterruptedException {
    for (Command command : file.commands()) {
      StringJoiner query = new StringJoiner("&");
      for (Option option : command.options()) {
        query.add(pair(option.name(), option.value()));
      }
      command.operands().forEach(operand -> query.add(pair("DEFAULT", operand)));
      runAgainIfLost(command.name(), query.toString(), command.creates());
    }
  }

  /**
   * A command that sets or creates can be given twice, and Payara drops its connections when it
   * comes to change a listener after the start.
   */
  private void runAgainIfLost(String command, String query, boolean mayExist)
      throws InterruptedException {
    for (int lost = 0; ; lost++) {
      try {
        run(command, query, mayExist);
        return;
      } catch (AnswerLostException e) {
        if (lost == MOST_LOST) {
          throw e;
        }
        Thread.sleep(AFTER_LOSS);
      }
    }
  }

  /** Deploys an application, in place of an earlier one of the same name. */
  void deploy(String name, Path archive) throws InterruptedException {
    String query =
        String.join(
            "&",
            List.of(
                pair("name", name), pair("force", "true"), pair("DEFAULT", archive.toString())));
    run("deploy", query, false);
  }

  @Override
  public void close() {
    http.close();
  }

  private void run(String command, String query, boolean mayExist) throws InterruptedException {
    String answer = answer(command, query);
    // Seen once right after a first start, on a new domain: something of Payara's own start-up was
    // writing the configuration at the same time. The same command again is taken.
    for (int attempt = 1; attempt < ATTEMPTS && answer.contains(WRITTEN_AT_ONCE); attempt++) {
      Thread.sleep(PAUSE_MILLIS);
      answer = answer(command, query);
    }
    Matcher exitCode = EXIT_CODE.matcher(answer);
    boolean failed = !exitCode.find() || exitCode.group(1).equals("FAILURE");
    if (failed && !(mayExist && answer.contains("already exists"))) {
      throw new ServerException(
          "the server refused the command %s: %s".formatted(command, message(answer)));
    }
  }

  private String answer(String command, String query) throws InterruptedException {
    try {
      return send(command, query, COMMAND_LIMIT).body();
    } catch (IOException e) {
      throw new AnswerLostException(
          "the server did not answer the command %s: %s.".formatted(command, e), e);
    }
  }

  private HttpResponse<String> send(String command, String query, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(adminUrl + "/__asadmin/" + command + "?" + query))
            .timeout(limit)
            // Payara takes no command without it: a web page cannot send this header.
            .header("X-Requested-By", "aif")
            .header("Authorization", authorization)
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String message(String answer) {
    Matcher message = MESSAGE.matcher(answer);
    String said = message.find() ? message.group(1) : answer;
    return said.replace("\\n", " ")
        .replace("\\\"", "\"")
        .replace("Please see server.log for more details.", "")
        .strip();
  }

  private static String pair(String name, String value) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
