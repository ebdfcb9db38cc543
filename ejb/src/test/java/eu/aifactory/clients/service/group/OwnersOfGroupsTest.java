package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.security.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnersOfGroupsTest {
  private final ServiceOnH2 service = new ServiceOnH2();

  @AfterEach
  void close() {
    Caller.end();
    service.close();
  }

  @Test
  void anotherOwnersGroupIsNotThereByIdNorInAnyList() {
    long annas = created(1, "anna");
    long berts = created(2, "bert");
    created(3, null);

    assertThat(seen("bert", Role.OPERATOR)).containsExactly(2L);
    assertThat(seen("anna", Role.VIEWER)).containsExactly(1L);
    assertThat(seen("nobody", Role.OPERATOR)).isEmpty();
    assertThat(seen("carl", Role.ADMIN)).containsExactly(3L, 2L, 1L);
    assertThat(as("bert", Role.OPERATOR, () -> service.groups.live(1))).isEmpty();
    assertThat(as("bert", Role.OPERATOR, () -> service.groups.findLiveLocked(1))).isEmpty();
    assertThat(as("bert", Role.OPERATOR, () -> service.groups.live(2))).isPresent();
    assertThat(as("bert", Role.OPERATOR, () -> service.groups.count(Optional.empty())))
        .isEqualTo(1);
    assertThat(as("bert", Role.OPERATOR, () -> service.groups.isVisible(annas))).isFalse();
    assertThat(as("bert", Role.OPERATOR, () -> service.groups.isVisible(berts))).isTrue();
  }

  @Test
  void anIdIsTakenWhoeverOwnsIt() {
    created(1, "anna");

    Caller.begin(new Caller("bert", Role.OPERATOR));
    assertThatThrownBy(() -> created(1, "bert")).isInstanceOf(GroupExistsException.class);
  }

  @Test
  void whoWorksOnNobodysBehalfSeesEverything() {
    created(1, "anna");

    assertThat(service.database.inTransaction(() -> service.groups.live(1))).isPresent();
  }

  private long created(long id, String owner) {
    return service.database.inTransaction(
        () -> {
          GroupOrder order = GroupOrder.of(id, new CreateGroup(1, 5, 1, null, null));
          ClientGroup group = new ClientGroup(id, order, owner, "test", service.clock.instant());
          service.groups.add(group);
          return group.pk();
        });
  }

  private List<Long> seen(String name, Role role) {
    return as(name, role, () -> service.groups.page(Optional.empty(), 0, 10)).stream()
        .map(ClientGroup::benchmarkId)
        .toList();
  }

  private <T> T as(String name, Role role, Supplier<T> question) {
    Caller.begin(new Caller(name, role));
    try {
      return service.database.inTransaction(question::get);
    } finally {
      Caller.end();
    }
  }
}
