package eu.aifactory.clients.service.lease;

import jakarta.ejb.ApplicationException;

/** Another instance has taken the group over: nothing was written. */
@ApplicationException(rollback = true)
public class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(long groupPk, long epoch) {
    super(
        "group key %d has changed hands since epoch %d: another instance works on it"
            .formatted(groupPk, epoch));
  }
}
