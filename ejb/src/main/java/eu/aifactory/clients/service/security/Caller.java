package eu.aifactory.clients.service.security;

import java.util.Optional;

/**
 * The person, or the program of a person, on whose behalf this thread works. Threads that work on
 * nobody's behalf, as the reconciler's and those that answer agents, have none and see everything.
 *
 * @param name who owns what this caller creates; {@code null} where nobody has to say
 */
public record Caller(String name, Role role) {
  private static final ThreadLocal<Caller> CURRENT = new ThreadLocal<>();

  public static Optional<Caller> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** In force on this thread until {@link #end}. */
  public static void begin(Caller caller) {
    CURRENT.set(caller);
  }

  public static void end() {
    CURRENT.remove();
  }

  /** Who owns what is created now; empty where nobody has to say. */
  public static Optional<String> owner() {
    return current().map(Caller::name);
  }

  /** The owner whose things alone may be seen now; empty when all may be. */
  public static Optional<String> onlyOwner() {
    return current().filter(caller -> caller.role() != Role.ADMIN).map(Caller::name);
  }

  /**
   * @throws IllegalArgumentException when it could not be told what is theirs
   */
  public Caller {
    if (role != Role.ADMIN && (name == null || name.isBlank())) {
      throw new IllegalArgumentException("a caller without a name cannot own anything");
    }
  }
}
