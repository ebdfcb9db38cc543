package eu.aifactory.clients.slurm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Tokens in the form of Slurm's own, signed with nonsense. */
final class TokenForTest {
  private TokenForTest() {}

  static String of(String user, Instant issued, Duration life) {
    return withBody(
        "{\"exp\":%d,\"iat\":%d,\"sun\":\"%s\"}"
            .formatted(issued.plus(life).getEpochSecond(), issued.getEpochSecond(), user));
  }

  static String withBody(String body) {
    return part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + part(body) + ".c2lnbmF0dXJl";
  }

  static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
