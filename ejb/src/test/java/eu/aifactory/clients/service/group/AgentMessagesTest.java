package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Snapshot;
import org.junit.jupiter.api.Test;

class AgentMessagesTest {
  private static final String ADDRESS = "http://node-01:9000";

  @Test
  void takesWhatTheSpecificationsClientsSend() {
    assertThatCode(() -> AgentMessages.check(connect(ADDRESS, null, null, null, null)))
        .doesNotThrowAnyException();
  }

  @Test
  void namesWhatTheDatabaseCouldNotHold() {
    String endless = "x".repeat(600);

    refuses(connect("http://" + endless, null, null, null, null), "client_address");
    refuses(connect("http://" + "x".repeat(300), null, null, null, null), "client_address");
    refuses(connect(ADDRESS, endless, null, null, null), "agent has 600");
    refuses(connect(ADDRESS, "a", null, endless, null), "job_id has 600");
  }

  @Test
  void namesWhatCannotBe() {
    refuses(connect(null, "a", null, null, null), "client_address is missing");
    refuses(connect(ADDRESS, "", null, null, null), "agent is missing");
    refuses(connect(ADDRESS, "a", -1, null, null), "rank must be 0 to 1023, not -1");
    refuses(connect(ADDRESS, "a", null, null, 0), "num_clients must be 1 to 100000, not 0");
  }

  @Test
  void wantsTheSenderOfEachMessage() {
    assertThatThrownBy(() -> AgentMessages.check(new Barrier(null, true, null, null)))
        .hasMessage("agent is missing");
    assertThatThrownBy(
            () -> AgentMessages.check(new Snapshot("a", -1, false, null, null, null, null, null)))
        .hasMessage("sequence must be 0 or more, not -1");
  }

  @Test
  void refusesACreatedServiceThatNobodyCouldRelease() {
    AiService nameless = new AiService("ai-server", null, null, "m", null, null, true);

    assertThatThrownBy(() -> AgentMessages.check(new Barrier("a", true, nameless, null)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("service.base_url is missing")
        .hasMessageContaining("service.service_id is missing");
  }

  private static Connect connect(
      String address, String agent, Integer rank, String jobId, Integer clients) {
    return new Connect(address, agent, rank, null, jobId, null, null, clients, null, null);
  }

  private static void refuses(Connect connect, String sentence) {
    assertThatThrownBy(() -> AgentMessages.check(connect))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(sentence);
  }
}
