package eu.aifactory.clients.cli;

import eu.aifactory.clients.cli.server.ServerKey;
import eu.aifactory.clients.cli.server.TokenKey;
import eu.aifactory.clients.protocol.TrustedCertificates;
import eu.aifactory.clients.protocol.WorkloadCheck;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where the client service is, and who asks. */
final class ServiceOption {
  @Option(
      names = "--service",
      paramLabel = "URL",
      defaultValue = "${env:AIF_SERVICE_URL:-http://127.0.0.1:8001}",
      description =
          "Address of the client service (default: AIF_SERVICE_URL, else http://127.0.0.1:8001).")
  private String url;

  @Mixin private DataFolder dataFolder;

  ServiceClient client() {
    List<String> problems = WorkloadCheck.addressProblems("--service", url);
    if (!problems.isEmpty()) {
      throw CommandFailure.wrong(problems.getFirst() + ".");
    }
    return new ServiceClient(url, tokens(System.getenv("AIF_TOKEN")), authorities());
  }

  private static Optional<KeyStore> authorities() {
    try {
      return Optional.ofNullable(System.getenv(ServerKey.AUTHORITIES))
          .filter(file -> !file.isBlank())
          .map(Path::of)
          .map(TrustedCertificates::read);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrong("%s: %s.".formatted(ServerKey.AUTHORITIES, e.getMessage()));
    }
  }

  /**
   * The token that was given; else one of the service's own key where that can be read. To another
   * machine none is sent that was not meant for it.
   *
   * @param given or {@code null}
   */
  private TokenSource tokens(String given) {
    if (given != null && !given.isBlank()) {
      return TokenSource.of(given.strip());
    }
    TokenKey key = TokenKey.of(dataFolder.in(Aif.installation()));
    boolean meant = dataFolder.isGiven() || isOfThisMachine(URI.create(url));
    return meant && key.isReadable()
        ? TokenSource.issuedBy(key, Clock.systemUTC())
        : TokenSource.none();
  }

  private static boolean isOfThisMachine(URI service) {
    String host = String.valueOf(service.getHost());
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }
}
