package eu.aifactory.clients.service.settings;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** A fault of the database, for those that must not know it is one. */
public enum StorageFault {
  /** Somebody else changed the same at the same time; nothing was stored. */
  CONFLICT("somebody else changed the same at the same time"),
  /** It cannot grow; whether the last change was stored is not known. */
  FULL("the disk under the database is full: free some room"),
  /** It cannot be used now; whether the last change was stored is not known. */
  UNAVAILABLE("the database cannot be used now");

  private final String sentence;

  StorageFault(String sentence) {
    this.sentence = sentence;
  }

  /** What a person is told: a clause without a capital and without a full stop. */
  public String sentence() {
    return sentence;
  }

  /**
   * The fault behind an error, or behind one of its causes; of several the one that says most.
   * Empty when it is something else.
   */
  public static Optional<StorageFault> in(Throwable thrown) {
    Optional<StorageFault> found = Optional.empty();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<StorageFault> here = of(cause);
      if (here.isPresent() && found.filter(fault -> fault != UNAVAILABLE).isEmpty()) {
        found = here;
      }
    }
    return found;
  }

  private static Optional<StorageFault> of(Throwable thrown) {
    return switch (thrown) {
      case OptimisticLockException conflict -> Optional.of(CONFLICT);
      case PessimisticLockException conflict -> Optional.of(CONFLICT);
      case IOException trouble -> Optional.of(FULL).filter(full -> isOfAFullDisk(trouble));
      case SQLException trouble -> Optional.of(UNAVAILABLE);
      case RollbackException trouble -> Optional.of(UNAVAILABLE);
      // What Payara makes of a connection that is lost in the commit, without a cause.
      case SystemException trouble -> Optional.of(UNAVAILABLE);
      default -> Optional.empty();
    };
  }

  private static boolean isOfAFullDisk(IOException trouble) {
    return String.valueOf(trouble.getMessage()).contains("No space left");
  }
}
