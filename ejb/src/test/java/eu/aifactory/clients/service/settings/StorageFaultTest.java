package eu.aifactory.clients.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StorageFaultTest {
  @Test
  void findsAFullDiskBehindWhatItLedTo() {
    Throwable full =
        new PersistenceException(
            new SQLException(
                "The database has been closed", new IOException("No space left on device")));

    assertThat(StorageFault.in(full)).contains(StorageFault.FULL);
  }

  @Test
  void findsAConflictInACommitThatWasRolledBack() {
    Throwable conflict =
        new RuntimeException(rolledBack(new OptimisticLockException("changed meanwhile")));

    assertThat(StorageFault.in(conflict)).contains(StorageFault.CONFLICT);
  }

  @Test
  void knowsADatabaseThatIsAway() {
    assertThat(StorageFault.in(new PersistenceException(new SQLException("closed"))))
        .contains(StorageFault.UNAVAILABLE);
    assertThat(StorageFault.in(rolledBack(null))).contains(StorageFault.UNAVAILABLE);
    assertThat(StorageFault.in(new IllegalStateException(new SystemException())))
        .contains(StorageFault.UNAVAILABLE);
  }

  @Test
  void isNotInWhatIsNoFaultOfTheDatabase() {
    assertThat(StorageFault.in(new IllegalStateException(new IOException("reset")))).isEmpty();
  }

  private static Exception rolledBack(Throwable cause) {
    RollbackException rolledBack = new RollbackException("marked for rollback");
    rolledBack.initCause(cause);
    return rolledBack;
  }
}
