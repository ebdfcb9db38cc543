package eu.aifactory.clients.service.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Baseline;
import eu.aifactory.clients.service.security.Caller;
import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.settings.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BaselineStoreTest {
  private static final Instant NOW = Instant.ofEpochSecond(100);

  private final TestDatabase database = new TestDatabase();
  private final BaselineStore store = database.wired(new BaselineStore());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsTheDocumentByteForByteAndListsByName() {
    assertThat(kept("b", "run-1", "{ \"ü\" : 1.50}")).isTrue();
    assertThat(kept("a", "run-2", "{}")).isTrue();

    assertThat(database.inTransaction(() -> store.find("b").orElseThrow().document()))
        .isEqualTo("{ \"ü\" : 1.50}");
    assertThat(database.inTransaction(store::all))
        .containsExactly(
            new Baseline("a", "run-2", null, 100.0), new Baseline("b", "run-1", null, 100.0));
  }

  @Test
  void aNameIsTakenOverByWhatIsSetLast() {
    assertThat(kept("a", "run-1", "one")).isTrue();
    assertThat(kept("a", "run-2", "two")).isFalse();

    assertThat(database.inTransaction(() -> store.find("a").orElseThrow().document()))
        .isEqualTo("two");
    assertThat(database.inTransaction(store::all)).hasSize(1);
  }

  @Test
  void deletingTwiceIsDeletingOnce() {
    kept("a", "run-1", "one");

    database.inTransaction(() -> store.remove("a"));
    database.inTransaction(() -> store.remove("a"));

    assertThat(database.inTransaction(() -> store.find("a"))).isEmpty();
  }

  @Test
  void anotherOwnersBaselineIsNotThereAndItsNameIsTaken() {
    as("anna", Role.OPERATOR, () -> kept("a", "run-1", "hers"));

    as(
        "bert",
        Role.OPERATOR,
        () -> {
          assertThat(database.inTransaction(() -> store.find("a"))).isEmpty();
          assertThat(database.inTransaction(store::all)).isEmpty();
          assertThatThrownBy(() -> kept("a", "run-2", "his"))
              .hasMessageContaining("the name \"a\" is taken");
          database.inTransaction(() -> store.remove("a"));
        });

    as("anna", Role.VIEWER, () -> assertThat(database.inTransaction(store::all)).hasSize(1));
    as("carl", Role.ADMIN, () -> assertThat(database.inTransaction(store::all)).hasSize(1));
    assertThat(database.inTransaction(() -> store.find("a").orElseThrow().document()))
        .isEqualTo("hers");
  }

  private static void as(String name, Role role, Runnable work) {
    Caller.begin(new Caller(name, role));
    try {
      work.run();
    } finally {
      Caller.end();
    }
  }

  private boolean kept(String name, String run, String document) {
    return database.inTransaction(
        () ->
            store.keep(
                new BaselineEntry(name, run, null, document, Caller.owner().orElse(null), NOW)));
  }
}
