package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerEnvironmentTest {
  @TempDir Path root;

  @Test
  void listensOnThisHostAloneUnlessToldOtherwise() {
    assertThat(of(ServerSettings.onFreePorts())).containsEntry("AIF_HOST", "127.0.0.1");

    ServerSettings open = ServerSettings.onFreePorts().with("AIF_HOST", "0.0.0.0");
    assertThat(of(open)).containsEntry("AIF_HOST", "0.0.0.0");
    assertThat(open.serviceUrl()).startsWith("http://127.0.0.1:");
    assertThat(open.with("AIF_HOST", "10.1.2.3").serviceUrl()).startsWith("http://10.1.2.3:");
    assertThat(open.with("AIF_HOST", "fe80::1").serviceUrl()).startsWith("http://[fe80::1]:");
  }

  @Test
  void namesADeploymentSoThatItFitsIntoTheNameOfAJob() {
    assertThat(of(ServerSettings.onFreePorts()).get("AIF_DEPLOYMENT")).matches("[a-z0-9-]{1,20}");
  }

  private Map<String, String> of(ServerSettings settings) {
    return ServerEnvironment.of(Installation.at(root), root.resolve("data"), settings);
  }
}
