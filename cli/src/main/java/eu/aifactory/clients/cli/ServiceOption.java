package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.WorkloadCheck;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says where the client service is. */
final class ServiceOption {
  @Option(
      names = "--service",
      paramLabel = "URL",
      defaultValue = "${env:AIF_SERVICE_URL:-http://127.0.0.1:8001}",
      description =
          "Address of the client service (default: AIF_SERVICE_URL, else http://127.0.0.1:8001).")
  private String url;

  ServiceClient client() {
    List<String> problems = WorkloadCheck.addressProblems("--service", url);
    if (!problems.isEmpty()) {
      throw CommandFailure.wrong(problems.getFirst() + ".");
    }
    return new ServiceClient(url);
  }
}
