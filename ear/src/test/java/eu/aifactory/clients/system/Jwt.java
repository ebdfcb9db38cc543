package eu.aifactory.clients.system;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes JSON web tokens of any kind, also such as no service may take. */
final class Jwt {
  private Jwt() {}

  static KeyPair newKey() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A service's own key. */
  static PrivateKey keyIn(Path pem) {
    try {
      byte[] encoded =
          Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----[A-Z ]+-----", ""));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed with RS256. */
  static String signed(JsonObject claims, PrivateKey key, String keyId) {
    String id = keyId == null ? "" : ",\"kid\":\"%s\"".formatted(keyId);
    String text = text("{\"alg\":\"RS256\",\"typ\":\"JWT\"%s}".formatted(id), claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed with HS256 and a public key for the secret, as those do who hope for a confusion. */
  static String signedWithSecret(JsonObject claims, Key publicKey) {
    String text = text("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicKey.getEncoded(), "HmacSHA256"));
      return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not signed at all, and says so. */
  static String unsigned(JsonObject claims) {
    return text("{\"alg\":\"none\",\"typ\":\"JWT\"}", claims) + ".";
  }

  static long now() {
    return Instant.now().getEpochSecond();
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(String header, JsonObject claims) {
    return base64(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
  }
}
