package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.ServerSettings;
import eu.aifactory.clients.protocol.WorkloadCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that say where the service answers, and where agents are told that it does. */
final class ListenOption {
  @Option(
      names = "--port",
      defaultValue = "" + ServerSettings.DEFAULT_PORT,
      description = "Port of the service (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDR",
      defaultValue = ServerSettings.DEFAULT_HOST,
      description = {
        "Address of this machine on which it listens (default: ${DEFAULT-VALUE}); 0.0.0.0 for all.",
        "Without --tls-keystore tokens go over it in clear: see docs/security.md."
      })
  private String host;

  @Option(
      names = "--service-url",
      paramLabel = "URL",
      description = "The service as compute nodes reach it (default: from --host and --port).")
  private String serviceUrl;

  private String scheme = "http";

  /** The service speaks TLS. */
  void overTls() {
    scheme = "https";
  }

  int port() {
    return port;
  }

  void check() {
    if (port < 1 || port > 65_535) {
      throw CommandFailure.wrong("--port must be 1 to 65535, not %d.".formatted(port));
    }
    if (!isOfThisMachine(host)) {
      throw CommandFailure.wrong("--host %s is no address of this machine.".formatted(host));
    }
    if (serviceUrl != null) {
      List<String> problems = WorkloadCheck.addressProblems("--service-url", serviceUrl);
      if (!problems.isEmpty()) {
        throw CommandFailure.wrong(problems);
      }
    }
  }

  /** As a server process reads it. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("AIF_HOST", host);
    variables.put("AIF_SERVICE_URL", serviceUrl());
    return variables;
  }

  /** Whether processes on this machine alone can reach the service. */
  boolean isOnLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether an agent on another machine cannot reach what it is told. */
  boolean isForThisMachineAlone() {
    return serviceUrl().matches("https?://(127\\.|localhost\\b|\\[::1]).*");
  }

  String serviceUrl() {
    if (serviceUrl != null) {
      return serviceUrl.replaceAll("/+$", "");
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      // A wildcard is no place to call.
      String reached =
          address.isAnyLocalAddress() ? InetAddress.getLocalHost().getCanonicalHostName() : host;
      return "%s://%s:%d"
          .formatted(scheme, reached.contains(":") ? "[" + reached + "]" : reached, port);
    } catch (IOException e) {
      throw CommandFailure.wrong(
          "this machine does not know its own name: say with --service-url how nodes reach it.");
    }
  }

  private static boolean isOfThisMachine(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }
}
