package eu.aifactory.clients.cli.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How a server process is told whose tokens it takes: those of an OIDC issuer that the environment
 * names, else those of the key in its data folder. {@code docs/security.md} lists the variables.
 */
final class Authentication {
  private static final String HOW = "AIF_AUTH";
  private static final Set<String> KNOWN = Set.of("jwt", "none", "none,none");
  private static final String ISSUER = "AIF_OIDC_ISSUER";
  private static final String KEYS = "AIF_OIDC_JWKS";
  private static final String AUDIENCE = "AIF_OIDC_AUDIENCE";

  /** Clocks of issuers may be off by so many seconds. */
  private static final String SKEW_SECONDS = "60";

  private Authentication() {}

  /**
   * @param set a variable's value by its name, or {@code null}
   * @param publicKey the file of the service's own key
   * @throws ServerException when an issuer is named and not how to check its tokens
   */
  static Map<String, String> variables(Function<String, String> set, Path publicKey) {
    Map<String, String> variables = new HashMap<>();
    requireKnown(set.apply(HOW));
    String issuer = set.apply(ISSUER);
    if (issuer == null) {
      requireUnset(set, KEYS);
      requireUnset(set, AUDIENCE);
      variables.put("MP_JWT_VERIFY_ISSUER", TokenIssuer.ISSUER);
      variables.put("MP_JWT_VERIFY_AUDIENCES", TokenIssuer.AUDIENCE);
      variables.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", publicKey.toUri().toString());
    } else {
      variables.put("MP_JWT_VERIFY_ISSUER", issuer);
      // Without it every token of the issuer would do, whatever service it was made for.
      variables.put("MP_JWT_VERIFY_AUDIENCES", required(set, AUDIENCE));
      variables.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", location(required(set, KEYS)));
    }
    variables.put("MP_JWT_VERIFY_CLOCK_SKEW", SKEW_SECONDS);
    return variables;
  }

  private static void requireKnown(String how) {
    if (how != null && !KNOWN.contains(how)) {
      throw new ServerException(
          "AIF_AUTH must be jwt, none, or none,none for every address, not \"%s\".".formatted(how));
    }
  }

  private static String location(String keys) {
    URI uri;
    try {
      uri = URI.create(keys);
    } catch (IllegalArgumentException e) {
      throw new ServerException("%s is no address: %s.".formatted(KEYS, keys), e);
    }
    String scheme = String.valueOf(uri.getScheme());
    boolean local = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
    if (!scheme.equals("https") && !scheme.equals("file") && !(scheme.equals("http") && local)) {
      throw new ServerException(
          "%s must be an https: or file: address, not %s: who can change the keys on their way can be anybody."
              .formatted(KEYS, keys));
    }
    return keys;
  }

  private static String required(Function<String, String> set, String variable) {
    String value = set.apply(variable);
    if (value == null || value.isBlank()) {
      throw new ServerException("%s is set and %s is not.".formatted(ISSUER, variable));
    }
    return value;
  }

  private static void requireUnset(Function<String, String> set, String variable) {
    if (set.apply(variable) != null) {
      throw new ServerException("%s is set and %s is not.".formatted(variable, ISSUER));
    }
  }
}
