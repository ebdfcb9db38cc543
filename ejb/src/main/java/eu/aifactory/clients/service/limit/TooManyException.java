package eu.aifactory.clients.service.limit;

import jakarta.ejb.ApplicationException;
import java.time.Duration;

/**
 * More was asked for than a limit allows; nothing was done, and it may be asked for again later.
 */
@ApplicationException(rollback = true)
public final class TooManyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration wait;

  /**
   * @param message a sentence for the caller that names the limit
   * @param wait how long to wait at least before it is asked for again
   */
  public TooManyException(String message, Duration wait) {
    super(message);
    this.wait = wait;
  }

  /** Whole seconds to wait, 1 or more. */
  public long retryAfterSeconds() {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }
}
