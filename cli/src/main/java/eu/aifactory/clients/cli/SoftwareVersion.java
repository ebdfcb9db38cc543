package eu.aifactory.clients.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class SoftwareVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"aif " + text()};
  }

  static String text() {
    return Optional.ofNullable(Aif.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
