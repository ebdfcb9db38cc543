package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientGroupsTest {
  private final ServiceOnH2 service = new ServiceOnH2();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void doesNotFindAGroupThatIsDeletedWhileItWaitsForTheLock() throws Exception {
    long pk = service.requested(1);
    CompletableFuture<Optional<ClientGroup>> found = new CompletableFuture<>();

    service.database.inTransaction(
        () -> {
          service.groups.byKeyLocked(pk).orElseThrow().delete();
          service.groups.entities.flush();
          found.completeAsync(
              () ->
                  service.database.inTransaction(
                      () -> service.groups.findLiveLocked(ServiceOnH2.ID)));
          awaitSomebodyWhoWaits();
        });

    assertThat(found.get(30, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void readsAnewWhatItLocksThoughItWasReadBefore() throws Exception {
    long pk = service.requested(1);

    service.database.inTransaction(
        () -> {
          assertThat(service.groups.live(ServiceOnH2.ID)).isPresent();
          CompletableFuture.runAsync(
                  () ->
                      service.database.inTransaction(
                          () ->
                              service.log.move(
                                  service.groups.byKeyLocked(pk).orElseThrow(),
                                  GroupState.FAILED,
                                  "meanwhile")))
              .join();

          assertThat(service.groups.liveLocked(ServiceOnH2.ID).state())
              .isEqualTo(GroupState.FAILED);
        });
  }

  private void awaitSomebodyWhoWaits() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    Object waiting;
    do {
      assertThat(System.nanoTime()).as("nobody waits for the lock").isLessThan(deadline);
      waiting =
          service
              .groups
              .entities
              .createNativeQuery(
                  "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL")
              .getSingleResult();
    } while (((Number) waiting).longValue() == 0);
  }
}
