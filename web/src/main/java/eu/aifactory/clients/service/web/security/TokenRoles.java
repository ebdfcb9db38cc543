package eu.aifactory.clients.service.web.security;

import eu.aifactory.clients.service.security.Role;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds a person's role in a token. Issuers put it into claims of different names and depths:
 * {@code groups}, {@code realm_access.roles}.
 *
 * @param claim its name; a claim of just this name goes before one that lies inside of others
 * @param prefix of the names of roles that are meant for this service
 */
record TokenRoles(String claim, String prefix) {

  /**
   * The highest role that the token gives; empty when it gives none.
   *
   * @param claims a claim's value by its name, or {@code null}
   */
  Optional<Role> highest(Function<String, Object> claims) {
    return names(value(claims))
        .filter(name -> name.startsWith(prefix))
        .map(name -> Role.named(name.substring(prefix.length())))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  private Object value(Function<String, Object> claims) {
    Object whole = claims.apply(claim);
    if (whole != null) {
      return whole;
    }
    String[] steps = claim.split("\\.");
    Object value = claims.apply(steps[0]);
    for (int i = 1; i < steps.length; i++) {
      value = value instanceof Map<?, ?> inside ? inside.get(steps[i]) : null;
    }
    return value;
  }

  /** A list of names, or one text with blanks between them as {@code scope} has it. */
  private static Stream<String> names(Object value) {
    return switch (value) {
      case null -> Stream.empty();
      case JsonObject object -> Stream.empty();
      case JsonString text -> names(text.getString());
      case String text -> Arrays.stream(text.split(" "));
      case Collection<?> several -> several.stream().flatMap(TokenRoles::names);
      default -> Stream.empty();
    };
  }
}
