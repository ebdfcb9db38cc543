package eu.aifactory.clients.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Issues tokens that the service takes which has this key: JSON web tokens, signed with RS256. */
public final class TokenIssuer {
  /** The issuer that a service trusts which was given no other. */
  public static final String ISSUER = "urn:aif";

  /** Whom the tokens are meant for. */
  public static final String AUDIENCE = "aif";

  /** The roles there are. */
  public static final List<String> ROLES = List.of("viewer", "operator", "admin");

  private final PrivateKey key;
  private final Clock clock;

  public TokenIssuer(TokenKey key, Clock clock) {
    this(key.privateKey(), clock);
  }

  TokenIssuer(PrivateKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * @param owner whose client groups the bearer sees and creates
   * @param role one of {@link #ROLES}
   */
  public String issue(String owner, String role, Duration validity) {
    long now = clock.instant().getEpochSecond();
    JsonObject claims =
        Json.createObjectBuilder()
            .add("iss", ISSUER)
            .add("aud", AUDIENCE)
            .add("sub", owner)
            .add("upn", owner)
            .add("groups", Json.createArrayBuilder().add(role))
            .add("iat", now)
            .add("exp", now + validity.toSeconds())
            .add("jti", UUID.randomUUID().toString())
            .build();
    return sign(claims.toString());
  }

  private String sign(String claims) {
    String text = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot sign", e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
