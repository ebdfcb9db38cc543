package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** Whether an agent is where its job runs cannot be known just now; nothing was changed. */
@ApplicationException(rollback = true)
public final class AddressNotCheckedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressNotCheckedException(String message, Throwable cause) {
    super(message, cause);
  }
}
