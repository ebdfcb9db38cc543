package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.service.limit.LimitSettings;
import eu.aifactory.clients.service.limit.TestLimits;
import eu.aifactory.clients.service.limit.TooManyException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreateQuotaTest {
  private final ServiceOnH2 service = new ServiceOnH2();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void countsTheGroupsOfEachOwnerUntilTheyAreGone() {
    CreateQuota quota = quota("100,100", 2);
    long first = add(quota, 1, "anna");
    add(quota, 2, "anna");
    add(quota, 3, "bert");
    add(quota, 4, null);

    assertThatThrownBy(() -> add(quota, 5, "anna"))
        .isInstanceOf(TooManyException.class)
        .hasMessage("There are 2 groups of anna, and more are not allowed: delete some.");
    service.database.inTransaction(() -> service.groups.byKeyLocked(first).orElseThrow().delete());
    assertThatThrownBy(() -> add(quota, 5, "anna")).isInstanceOf(TooManyException.class);
    service.database.inTransaction(
        () -> service.groups.remove(service.groups.byKeyLocked(first).orElseThrow()));
    assertThat(add(quota, 5, "anna")).isPositive();
  }

  @Test
  void boundsHowFastAnOwnerCreates() {
    CreateQuota quota = quota("0.001,3", 100);
    for (int i = 0; i < 3; i++) {
      add(quota, 1 + i, "anna");
    }

    for (String owner : List.of("anna", "anna")) {
      assertThatThrownBy(() -> add(quota, 9, owner)).isInstanceOf(TooManyException.class);
    }
    assertThat(add(quota, 9, "bert")).isPositive();
  }

  private long add(CreateQuota quota, long id, String owner) {
    return service.database.inTransaction(
        () -> {
          quota.admit(owner);
          CreateGroup request = new CreateGroup(1, 5, 1, null, null);
          ClientGroup group =
              new ClientGroup(id, GroupOrder.of(id, request), owner, null, service.clock.instant());
          service.groups.add(group);
          return group.pk();
        });
  }

  private CreateQuota quota(String creates, int groups) {
    LimitSettings settings = TestLimits.of(creates, groups);
    return new CreateQuota(TestLimits.calls(settings), settings, service.groups);
  }
}
