package eu.aifactory.clients.protocol.records;

/** Bytes are no block of records, or none that this version can read. */
public final class BrokenRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenRecordsException(String message) {
    super(message);
  }

  BrokenRecordsException(String message, Throwable cause) {
    super(message, cause);
  }
}
