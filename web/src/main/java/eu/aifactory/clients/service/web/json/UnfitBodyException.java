package eu.aifactory.clients.service.web.json;

import java.util.List;

/** The body is JSON, and its members are not of the kind that they have to be. */
public final class UnfitBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitBodyException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
