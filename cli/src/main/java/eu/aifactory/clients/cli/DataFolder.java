package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.Installation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the folder of a service. */
final class DataFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the server, its database and logs (default: .aif/data of the tree).")
  private Path folder;

  Path in(Installation installation) {
    return Optional.ofNullable(folder)
        .orElse(installation.root().resolve(".aif/data"))
        .toAbsolutePath()
        .normalize();
  }

  boolean isGiven() {
    return folder != null;
  }
}
