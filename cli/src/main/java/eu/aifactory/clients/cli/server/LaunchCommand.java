package eu.aifactory.clients.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds the command line of a domain's virtual machine by asking asadmin for it, so that the server
 * is started as this process's own child, and options set in the admin console count.
 */
final class LaunchCommand {
  private static final long LIMIT_SECONDS = 60;

  /** Of the environment: more options for the server's Java. */
  static final String JAVA_OPTIONS = "AIF_JAVA_OPTIONS";

  private static final String MAIN_CLASS = "com.sun.enterprise.glassfish.bootstrap.ASMain";

  private final Installation installation;

  LaunchCommand(Installation installation) {
    this.installation = installation;
  }

  /**
   * @param domain the domain's folder
   * @param preboot commands to run before the server opens anything, if any
   * @param ownOptions for the server's Java, see {@link #JAVA_OPTIONS}
   */
  List<String> of(
      Path domain,
      Optional<Path> preboot,
      Map<String, String> environment,
      Optional<String> ownOptions)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(installation.java().toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-jar");
    command.add(installation.payara().resolve("glassfish/lib/client/appserver-cli.jar").toString());
    command.addAll(List.of("start-domain", "--dry-run", "--domaindir"));
    command.add(domain.getParent().toString());
    preboot.ifPresent(file -> command.addAll(List.of("--prebootcommandfile", file.toString())));
    command.add(domain.getFileName().toString());
    List<String> answer = run(command, environment);

    List<String> launch = new ArrayList<>(ownProcessGroup());
    answer.stream()
        .skip(1)
        .filter(line -> !line.isBlank() && !line.startsWith("Command start-domain"))
        .forEach(launch::add);
    int main = launch.indexOf(MAIN_CLASS);
    if (main < 0) {
      throw new ServerException(
          "asadmin did not tell how to start the domain %s: %s"
              .formatted(domain, String.join(" ", answer)));
    }
    launch.addAll(main, javaOptions(ownOptions));
    return launch;
  }

  /**
   * Options of the site's own. They come last, so they hold where they contradict the domain's.
   *
   * @param words with spaces between
   * @throws ServerException naming a word that is no option
   */
  static List<String> javaOptions(Optional<String> words) {
    List<String> options =
        words.filter(some -> !some.isBlank()).stream()
            .flatMap(some -> Stream.of(some.strip().split("\\s+")))
            .toList();
    for (String option : options) {
      if (!option.startsWith("-X") && !option.startsWith("-D")) {
        throw new ServerException(
            "%s has \"%s\", which is no option of the form -X… or -D…."
                .formatted(JAVA_OPTIONS, option));
      }
    }
    return options;
  }

  /** Ctrl-C goes to a whole process group: with its own, the server ends when it is told to. */
  private static List<String> ownProcessGroup() {
    for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(setsid))) {
        return List.of(setsid);
      }
    }
    return List.of();
  }

  private List<String> run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("aif-launch", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new ServerException(
              "asadmin did not answer within %d s: is the machine overloaded?"
                  .formatted(LIMIT_SECONDS));
        }
      } finally {
        process.destroyForcibly();
      }
      return Files.readAllLines(output, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
