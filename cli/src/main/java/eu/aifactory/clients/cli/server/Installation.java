package eu.aifactory.clients.cli.server;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the built tree and the virtual machine are.
 *
 * @param root the project's folder, absolute
 * @param javaHome of the virtual machine, 21 or later, that the server and the agents use
 */
public record Installation(Path root, Path javaHome) {
  public Installation {
    root = root.toAbsolutePath().normalize();
    javaHome = javaHome.toAbsolutePath().normalize();
  }

  /** The tree at {@code root} with the virtual machine that runs this. */
  public static Installation at(Path root) {
    return new Installation(root, Path.of(System.getProperty("java.home")));
  }

  public Path java() {
    return javaHome.resolve("bin").resolve("java");
  }

  /** Payara as it was unpacked; only read. */
  public Path payara() {
    return root.resolve("ear/target/payara7");
  }

  /** The service. */
  public Path ear() {
    return root.resolve("ear/target/aif.ear");
  }

  /** The files that set a domain up. */
  public Path setUp() {
    return root.resolve("src/main/payara");
  }

  /** The agent, with its {@code start_client.sh}. */
  public Path agentHome() {
    return root.resolve("client-agent/target/agent");
  }

  public Path emulatorJar() {
    return root.resolve("vllm-emulator/target/aif-vllm-emulator.jar");
  }

  /**
   * @throws ServerException when the server or the service has not been built
   */
  void requireServer() {
    for (Path needed : new Path[] {payara(), ear(), setUp()}) {
      if (!Files.exists(needed)) {
        throw new ServerException(
            needed + " is missing: build the project first, with mvn -DskipTests package.");
      }
    }
  }
}
