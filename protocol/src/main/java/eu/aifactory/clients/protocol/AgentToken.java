package eu.aifactory.clients.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * By what an attempt's agents and their service know each other. The job is given a random token;
 * the service keeps its hash alone. Agents show the token in {@code Authorization: Agent TOKEN}.
 * What the service shows to agents derives from the hash, so that it can do so after a restart, and
 * so that who has listened to its commands cannot make calls as an agent.
 */
public final class AgentToken {
  /** The scheme of calls that agents make. */
  public static final String OF_AGENT = "Agent";

  /** The scheme of calls that the service makes to agents. */
  public static final String OF_SERVICE = "Service";

  private static final String COMMANDS = "aif: commands of a service: ";

  private AgentToken() {}

  /** SHA-256 of a token, in 64 hexadecimal digits. */
  public static String hash(String token) {
    return HexFormat.of().formatHex(sha256(token));
  }

  /** Whether it is the token of this hash; takes as long whatever the difference is. */
  public static boolean matches(String token, String hash) {
    return same(hash(token), hash);
  }

  /** What a service shows to the agents whose token has this hash. */
  public static String commandKey(String hash) {
    return hash(COMMANDS + hash);
  }

  /** Compares secrets; takes as long whatever the difference is. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** A header's value for a secret. */
  public static String authorization(String scheme, String secret) {
    return scheme + " " + secret;
  }

  /**
   * The secret in a header's value; empty when it has another scheme, or is not there.
   *
   * @param header of the call, or {@code null}
   */
  public static Optional<String> secret(String scheme, String header) {
    return Optional.ofNullable(header)
        .filter(value -> value.startsWith(scheme + " "))
        .map(value -> value.substring(scheme.length() + 1).strip());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
