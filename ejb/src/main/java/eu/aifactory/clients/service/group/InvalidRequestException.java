package eu.aifactory.clients.service.group;

import jakarta.ejb.ApplicationException;
import java.util.List;

/** The request can be read and cannot be done; the message has a sentence a fault. */
@ApplicationException(rollback = true)
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidRequestException(List<String> problems) {
    super(String.join("; ", problems));
  }

  public InvalidRequestException(String problem) {
    super(problem);
  }
}
