package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;

/** No live group has this benchmark id. */
@ApplicationException(rollback = true)
public final class UnknownGroupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnknownGroupException(String message) {
    super(message);
  }

  // Both wordings are the specification's: its clients compare them.
  static UnknownGroupException of(long benchmarkId) {
    return new UnknownGroupException("Benchmark id not found");
  }

  static UnknownGroupException toRun(long benchmarkId) {
    return new UnknownGroupException("Unknown benchmark id " + benchmarkId);
  }
}
