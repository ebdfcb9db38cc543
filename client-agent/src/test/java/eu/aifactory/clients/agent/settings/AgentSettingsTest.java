package eu.aifactory.clients.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentSettingsTest {
  private static final String SERVICE = "http://service:8001";

  @Test
  void hasDefaultsForAllButTheArguments() {
    AgentSettings settings =
        AgentSettings.of(
            TestSettings.config(CommandLine.settings("5", "http://ai:8000", SERVICE + "/", "42")));

    assertThat(settings.groupClients()).isEqualTo(5);
    assertThat(settings.clients()).isEqualTo(5);
    assertThat(settings.benchmarkId()).isEqualTo(42);
    assertThat(settings.serviceAddr()).hasToString(SERVICE);
    assertThat(settings.rank()).isZero();
    assertThat(settings.agents()).isEqualTo(1);
    assertThat(settings.bindHost()).isEqualTo("127.0.0.1");
    assertThat(settings.announcedHost()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isZero();
    assertThat(settings.timeLimit()).isEmpty();
    assertThat(settings.registrationLimit()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.serviceLossLimit()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.returnLimit()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.spoolFolder()).isEqualTo(Path.of("").toAbsolutePath());
    assertThat(settings.onlyDelivers()).isFalse();
    assertThat(settings.stopGrace().plus(settings.deliveryLimit()))
        .isLessThan(Duration.ofSeconds(18));
  }

  @ParameterizedTest
  @CsvSource({"7, 3, 0, 3", "7, 3, 1, 2", "7, 3, 2, 2", "6, 3, 2, 2", "3, 3, 2, 1", "5, 1, 0, 5"})
  void sharesTheClientsOutByRank(String clients, String agents, String rank, int expected) {
    AgentSettings settings =
        TestSettings.with(
            SERVICE,
            Map.of(AgentSettings.NUM_CLIENTS, clients, "aif.agents", agents, "aif.rank", rank));

    assertThat(settings.clients()).isEqualTo(expected);
  }

  @Test
  void takesRankAndNodeFromSlurmAndListensToAll() {
    AgentSettings settings =
        TestSettings.with(
            SERVICE,
            Map.of(
                "SLURM_PROCID", "1",
                "aif.agents", "2",
                "SLURM_JOB_ID", "77",
                "SLURMD_NODENAME", "node-07"));

    assertThat(settings.rank()).isEqualTo(1);
    assertThat(settings.jobId()).contains("77");
    assertThat(settings.bindHost()).isEqualTo("0.0.0.0");
    assertThat(settings.announcedHost()).isEqualTo("node-07");
  }

  @Test
  void prefersItsOwnWordsToSlurms() {
    AgentSettings settings =
        TestSettings.with(
            SERVICE,
            Map.of(
                "SLURM_PROCID", "1",
                "aif.rank", "0",
                "aif.agents", "2",
                "SLURM_JOB_ID", "77",
                "aif.job-id", "78",
                "aif.agent.host", "10.0.0.1"));

    assertThat(settings.rank()).isZero();
    assertThat(settings.jobId()).contains("78");
    assertThat(settings.bindHost()).isEqualTo("10.0.0.1");
    assertThat(settings.announcedHost()).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aif.agent.num-clients | 0 | NUM_CLIENTS must be 1 to 1000000, not 0",
        "aif.agent.num-clients | many | NUM_CLIENTS must be a whole number, not \"many\"",
        "aif.agent.server-addr | ai:8000 | SERVER_ADDR must be an http or https address with a host",
        "aif.agent.client-service-addr | http:// | CLIENT_SERVICE_ADDR",
        "aif.agent.benchmark-id | -1 | BENCHMARK_ID must be 0 to",
        "aif.agent.benchmark-id | 12x | BENCHMARK_ID must be a whole number, not \"12x\"",
        "aif.agents | 4 | the agent of rank 3 is left without a client",
        "aif.agents | 0 | AIF_AGENTS must be 1 to",
        "aif.rank | 9 | AIF_RANK must be 0 to 3, not 9",
        "aif.agent.port | 70000 | AIF_AGENT_PORT must be 0 to 65535, not 70000",
        "aif.time-limit-seconds | soon | AIF_TIME_LIMIT_SECONDS must be a number of seconds, not \"soon\"",
        "aif.time-limit-seconds | 0 | AIF_TIME_LIMIT_SECONDS must be more than 0",
        "aif.agent.tls-ca | /no/such.pem | AIF_AGENT_TLS_CA: there is no file /no/such.pem",
        "aif.agent.service-loss-limit-seconds | NaN | AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS must be",
        "aif.agent.spool-bytes | -1 | AIF_AGENT_SPOOL_BYTES must be 0 to 1099511627776, not -1",
        "aif.agent.only-delivers | maybe | AIF_AGENT_ONLY_DELIVERS must be true or false, not \"maybe\"",
      })
  void namesTheValueAtFault(String key, String value, String sentence) {
    Map<String, String> base = Map.of("aif.agents", "4", "aif.rank", "3");
    Map<String, String> keys = new HashMap<>(base);
    if (!key.equals("aif.agents") && !key.equals("aif.rank")) {
      keys.clear();
    }
    keys.put(key, value);

    assertThatThrownBy(() -> TestSettings.with(SERVICE, keys))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void announcesAnAddressThatCanBeCalled() {
    AgentSettings settings =
        TestSettings.with(
            SERVICE, Map.of("aif.agent.host", "0.0.0.0", "SLURMD_NODENAME", "node-07"));

    assertThat(settings.bindHost()).isEqualTo("0.0.0.0");
    assertThat(settings.announcedHost()).isEqualTo("node-07");
  }

  @Test
  void wantsFourArguments() {
    assertThatThrownBy(() -> CommandLine.settings("1", "2", "3"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("4 arguments are needed, not 3");
  }
}
