package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** The run keeps no records: its workload did not ask for any. */
@ApplicationException(rollback = true)
public final class NoRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoRecordsException(String message) {
    super(message);
  }
}
