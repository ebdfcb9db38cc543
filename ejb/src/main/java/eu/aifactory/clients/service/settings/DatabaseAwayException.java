package eu.aifactory.clients.service.settings;

/** The database does not answer; nothing was tried. */
public final class DatabaseAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseAwayException(String trouble) {
    super(trouble);
  }
}
