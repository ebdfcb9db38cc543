package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.compare.ResultName;

/** The name of a baseline on the command line. */
final class BaselineName {
  private BaselineName() {}

  /** Fails before the service is asked: the name becomes part of a path. */
  static String checked(String name) {
    if (!ResultName.isBaseline(name)) {
      throw CommandFailure.wrong(
          "NAME must begin with a letter and have letters, digits, '.', '_', '-' alone, 64 at most, not \"%s\"."
              .formatted(name));
    }
    return name;
  }
}
