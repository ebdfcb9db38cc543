package eu.aifactory.clients.service.model;

/** The instance's process was killed where this comes from: nothing of it may go on. */
final class Died extends Error {
  private static final long serialVersionUID = 1L;

  Died() {
    super("killed", null, false, false);
  }
}
