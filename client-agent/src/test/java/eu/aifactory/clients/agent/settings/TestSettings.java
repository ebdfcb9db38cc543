package eu.aifactory.clients.agent.settings;

import io.helidon.config.mp.MpConfigSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** Settings of agents under test, by their keys and free of this machine's environment. */
public final class TestSettings {
  private TestSettings() {}

  /** An agent of 3 clients in group 123 with limits that suit a test. */
  public static AgentSettings with(String serviceAddr, Map<String, String> others) {
    return AgentSettings.of(config(keys(serviceAddr, others)));
  }

  public static Map<String, String> keys(String serviceAddr, Map<String, String> others) {
    Map<String, String> keys = new HashMap<>();
    keys.put(AgentSettings.NUM_CLIENTS, "3");
    keys.put(AgentSettings.SERVER_ADDR, "http://127.0.0.1:9");
    keys.put(AgentSettings.CLIENT_SERVICE_ADDR, serviceAddr);
    keys.put(AgentSettings.BENCHMARK_ID, "123");
    keys.put("aif.agent.snapshot-seconds", "0.05");
    keys.put("aif.agent.barrier-seconds", "0.02");
    keys.put("aif.agent.delivery-limit-seconds", "5");
    keys.put("aif.agent.stop-grace-seconds", "0.2");
    keys.put("aif.agent.return-limit-seconds", "1");
    keys.put("aif.agent.spool-dir", emptyFolder());
    keys.putAll(others);
    return keys;
  }

  /** What one test leaves behind, no other test delivers. */
  private static String emptyFolder() {
    try {
      Path folder = Files.createTempDirectory("spool-");
      folder.toFile().deleteOnExit();
      return folder.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Config config(Map<String, String> keys) {
    return ConfigProviderResolver.instance()
        .getBuilder()
        .withSources(MpConfigSources.create(keys))
        .build();
  }
}
