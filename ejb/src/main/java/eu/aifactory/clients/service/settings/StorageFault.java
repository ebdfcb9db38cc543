package eu.aifactory.clients.service.settings;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.util.Optional;

/** A fault of the database, for those that must not know it is one. */
public enum StorageFault {
  /** Somebody else changed the same at the same time; nothing was stored. */
  CONFLICT,
  /** It cannot be used now; whether the last change was stored is not known. */
  UNAVAILABLE;

  /** Whether this error alone, its causes aside, is such a fault. */
  public static Optional<StorageFault> of(Throwable thrown) {
    return switch (thrown) {
      case OptimisticLockException conflict -> Optional.of(CONFLICT);
      case PessimisticLockException conflict -> Optional.of(CONFLICT);
      case SQLException trouble -> Optional.of(UNAVAILABLE);
      default -> Optional.empty();
    };
  }
}
