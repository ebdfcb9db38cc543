package eu.aifactory.clients.load.prompts;

/** Prompts cannot be read; the message is a sentence that names file, line and field. */
public final class PromptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PromptException(String message) {
    super(message);
  }

  public PromptException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param line from 1
   */
  public static PromptException at(String file, long line, String fault) {
    return new PromptException("%s, line %d: %s".formatted(file, line, fault));
  }
}
