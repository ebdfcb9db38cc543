package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.service.agent.CallAddress;
import eu.aifactory.clients.service.dispatch.JobId;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.service.dispatch.Submission;
import eu.aifactory.clients.service.settings.ContainerTransactions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupRegistrationTest {
  private final ServiceOnH2 service = new ServiceOnH2();
  private final long pk = service.requested(1);
  private final JobRequest request =
      service.owned(pk, () -> service.dispatchLedger.begin(pk).orElseThrow().request());
  private final ContainerTransactions container =
      new ContainerTransactions(service.database, ContainerTransactions.Edges.quiet());
  private final GroupRegistration registration =
      container.around(
          new GroupRegistration(
              service.groups,
              service.attempts,
              service.agents,
              container.around(service.dispatchLedger),
              service.log,
              service.settings,
              service.clock,
              new EventsToHear<>()));

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void letsInTheAgentsOfOneJobAloneWhereASubmitWasDeliveredTwice() {
    service.owned(
        pk,
        () ->
            service.dispatchLedger.concluded(
                pk, request.nonce(), new Submission.Submitted(new JobId("8"), null)));

    assertThatThrownBy(
            () -> registration.register(ServiceOnH2.ID, of("7"), CallAddress.AS_ANNOUNCED))
        .isInstanceOf(SupersededException.class)
        .hasMessageContaining("another job than this agent's 7");
    registration.register(ServiceOnH2.ID, of("8"), CallAddress.AS_ANNOUNCED);

    assertThat(service.database.inTransaction(() -> service.agents.of(pk))).hasSize(1);
  }

  @Test
  void tellsOfNoAdoptionThatWasRolledBackWithItsRegistration() {
    assertThatThrownBy(
            () ->
                service.database.inTransaction(
                    () -> {
                      registration.register(ServiceOnH2.ID, of("7"), CallAddress.AS_ANNOUNCED);
                      throw new IllegalStateException("the database goes away");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(service.group(pk).state()).isEqualTo(GroupState.SUBMITTING);
    List<GroupEvent> told = service.database.inTransaction(() -> service.log.of(service.group(pk)));
    assertThat(told).extracting(GroupEvent::kind).containsExactly("REQUESTED -> SUBMITTING");
  }

  private Connect of(String job) {
    return new Connect(
        "http://10.0.0.1:9000",
        "agent-" + job,
        0,
        request.token(),
        job,
        null,
        "node",
        1,
        null,
        null);
  }
}
