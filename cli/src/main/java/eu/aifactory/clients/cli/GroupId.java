package eu.aifactory.clients.cli;

import picocli.CommandLine.Parameters;

/** The parameter that names a client group. */
final class GroupId {
  @Parameters(paramLabel = "ID", description = "Benchmark id of the client group, a whole number.")
  private long id;

  long value() {
    if (id < 0) {
      throw CommandFailure.wrong("ID must be 0 or more, not %d.".formatted(id));
    }
    return id;
  }
}
