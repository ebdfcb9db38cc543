package eu.aifactory.clients.service.security;

import java.util.Locale;
import java.util.Optional;

/** What a person may do; each may do what those before it may. */
public enum Role {
  /** Look at what is theirs. */
  VIEWER,
  /** Create, run and delete it, too. */
  OPERATOR,
  /** Everything, of every owner, and what concerns all of them. */
  ADMIN;

  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As it stands in tokens. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for a name that is none of them. */
  public static Optional<Role> named(String name) {
    for (Role role : values()) {
      if (role.wireName().equals(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
