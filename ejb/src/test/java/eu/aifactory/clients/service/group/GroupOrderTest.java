package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.AgentLoss;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupOrderTest {
  @Test
  void fillsInTheSpecificationsDefaults() {
    GroupOrder order = GroupOrder.of(1, new CreateGroup(5, null, null, null, null));

    assertThat(order.timeLimitMinutes()).isEqualTo(5);
    assertThat(order.numAgents()).isEqualTo(1);
    assertThat(order.workload()).isEqualTo(Workload.standard());
    assertThat(order.onAgentLost()).isEqualTo(AgentLoss.CONTINUE_PARTIAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 0  | 5  | 1 | num_clients must be 1 to 100000, not 0",
        "1 | -3 | 5  | 1 | num_clients must be 1 to 100000, not -3",
        "1 |    | 5  | 1 | num_clients is missing",
        "1 | 5  | -1 | 1 | time_limit must be 1 to 10080, not -1",
        "1 | 5  | 5  | 0 | agents must be 1 to 1024, not 0",
        "1 | 5  | 5  | 6 | agents is 6, more than num_clients (5): an agent would have no client",
        "0 | 5  | 5  | 1 | benchmark_id must be 1 or more, not 0"
      })
  void refusesWhatCannotBeNamingTheValue(
      long id, Integer clients, Integer minutes, Integer agents, String sentence) {
    CreateGroup request = new CreateGroup(clients, minutes, agents, null, null);

    assertThatThrownBy(() -> GroupOrder.of(id, request))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(sentence);
  }

  @Test
  void takesWhatBecomesOfARunThatLosesAnAgent() {
    CreateGroup request = new CreateGroup(5, null, null, null, null, "abort");

    assertThat(GroupOrder.of(1, request).onAgentLost()).isEqualTo(AgentLoss.ABORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABORT", "ignore", ""})
  void refusesAnythingElseToBecomeOfIt(String given) {
    CreateGroup request = new CreateGroup(5, null, null, null, null, given);

    assertThatThrownBy(() -> GroupOrder.of(1, request))
        .hasMessage("on_agent_lost must be abort or continue_partial, not \"%s\"".formatted(given));
  }

  @Test
  void namesEveryFaultAtOnce() {
    Workload.Load load = Workload.Load.of("zigzag").duration(-1.0).build();
    CreateGroup request = new CreateGroup(0, 5, 1, Workload.standard().withLoad(load), null);

    assertThatThrownBy(() -> GroupOrder.of(1, request))
        .hasMessageContaining("num_clients must be 1 to 100000, not 0")
        .hasMessageContaining(
            "workload.load.kind must be one of burst, closed, constant, gamma, poisson, stages, trace, not \"zigzag\"")
        .hasMessageContaining("workload.load.duration_seconds must be more than 0");
  }
}
