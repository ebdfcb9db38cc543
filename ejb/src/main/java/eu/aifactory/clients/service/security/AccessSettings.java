package eu.aifactory.clients.service.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who is let in, by MicroProfile Config. How tokens are checked, the server reads itself from
 * {@code mp.jwt.verify.*}. {@code docs/security.md} has the table.
 */
@ApplicationScoped
public class AccessSettings {
  /** Whether callers have to say who they are. */
  public enum Authentication {
    /** By a token. */
    TOKEN,
    /** Not when they reach the service at a loopback address; all others are refused. */
    NONE_ON_LOOPBACK,
    /** Not at all. */
    NONE;

    /**
     * @param text {@code jwt}, {@code none} or {@code none,none}
     * @throws IllegalArgumentException naming a text that is none of them
     */
    public static Authentication named(String text) {
      return switch (text.replace(" ", "")) {
        case "jwt" -> TOKEN;
        case "none" -> NONE_ON_LOOPBACK;
        case "none,none" -> NONE;
        default ->
            throw new IllegalArgumentException(
                "aif.auth must be jwt, none, or none,none, not \"%s\"".formatted(text));
      };
    }
  }

  @Inject
  @ConfigProperty(name = "aif.auth", defaultValue = "jwt")
  String auth;

  @Inject
  @ConfigProperty(name = "aif.roles-claim", defaultValue = "groups")
  String rolesClaim;

  @Inject
  @ConfigProperty(name = "aif.roles-prefix")
  Optional<String> rolesPrefix;

  public Authentication authentication() {
    return Authentication.named(auth);
  }

  /** The claim that holds a person's roles, with dots where it lies inside of others. */
  public String rolesClaim() {
    return rolesClaim;
  }

  /** What stands before the names of roles that are meant for this service. */
  public String rolesPrefix() {
    return rolesPrefix.orElse("");
  }
}
