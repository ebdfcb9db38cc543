package eu.aifactory.clients.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aif delete}. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Deletes a client group: its job ends, its AI service is released.")
final class DeleteCommand implements Callable<Integer> {
  @Mixin private GroupId id;
  @Mixin private ServiceOption service;

  private final Terminal terminal;

  DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ServiceClient client = service.client()) {
      client.delete(id.value());
    }
    terminal.print("Group %d is deleted.".formatted(id.value()));
    return ExitCode.FINE;
  }
}
