package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.GroupView;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aif logs}. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints what a group's job and its agents have written.")
final class LogsCommand implements Callable<Integer> {
  private static final Set<String> OUTPUTS = Set.of("stdout", "stderr");
  private static final int PART_BYTES = 1 << 20;
  private static final long LOOK_MILLIS = 1000;

  @Mixin private GroupId id;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "stdout|stderr",
      defaultValue = "stdout",
      description = "Which of its outputs (default: ${DEFAULT-VALUE}).")
  private String output;

  @Option(names = "--follow", description = "Go on until the job has ended; Ctrl-C ends it before.")
  private boolean follow;

  @Mixin private ServiceOption service;

  private final Terminal terminal;
  private long position;

  LogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!OUTPUTS.contains(output)) {
      throw CommandFailure.wrong("a job has stdout and stderr, not %s.".formatted(output));
    }
    try (ServiceClient client = service.client()) {
      if (follow) {
        follow(client);
      } else {
        printNew(client);
      }
    }
    return ExitCode.FINE;
  }

  private void follow(ServiceClient client) throws InterruptedException {
    Optional<GroupView> group = Optional.of(client.group(id.value()));
    while (group.isPresent() && !GroupWatch.isOver(group.get().info())) {
      Optional<byte[]> part = client.log(id.value(), output, position, PART_BYTES);
      part.ifPresent(this::print);
      if (part.map(bytes -> bytes.length).orElse(0) < PART_BYTES) {
        Thread.sleep(LOOK_MILLIS);
      }
      group = client.findGroup(id.value());
    }
    if (group.isPresent()) {
      printNew(client);
    } else {
      terminal.say("aif: group %d was deleted.".formatted(id.value()));
    }
  }

  private void printNew(ServiceClient client) throws InterruptedException {
    byte[] part;
    do {
      part = client.requiredLog(id.value(), output, position, PART_BYTES);
      print(part);
    } while (part.length >= PART_BYTES);
  }

  private void print(byte[] part) {
    position += part.length;
    terminal.out().write(part, 0, part.length);
    terminal.out().flush();
  }
}
