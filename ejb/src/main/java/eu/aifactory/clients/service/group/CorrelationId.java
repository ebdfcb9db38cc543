package eu.aifactory.clients.service.group;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ties together what one call caused, from the caller to the agent: it stands in log lines, in
 * events and in the header {@value #HEADER}. Kept by thread.
 */
public final class CorrelationId {
  public static final String HEADER = "X-Correlation-Id";

  // Whatever else a caller sends would end up in log lines and in a job's environment.
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  private CorrelationId() {}

  public static Optional<String> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * The caller's own id when it is one, or a new one; in force on this thread until {@link #end}.
   */
  public static String begin(String sent) {
    String id =
        sent != null && LEGAL.matcher(sent).matches()
            ? sent
            : UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    CURRENT.set(id);
    return id;
  }

  public static void end() {
    CURRENT.remove();
  }
}
