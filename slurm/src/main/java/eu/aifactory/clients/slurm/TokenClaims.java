package eu.aifactory.clients.slurm;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a JSON web token (RFC 7519, in the compact form of RFC 7515) says of itself. */
record TokenClaims(
    Optional<String> algorithm,
    Optional<String> user,
    Optional<Instant> issuedAt,
    Optional<Instant> expiresAt,
    Map<String, String> all) {
  /** Slurm's own have some 150 characters; those of an identity provider rarely 4000. */
  private static final int LONGEST = 16_384;

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]*={0,2}");
  private static final Pattern DEEP = Pattern.compile("[\\[{]");
  private static final int DEEPEST = 200;

  /** The last second that RFC 3339 can write, in the year 9999. */
  private static final double LAST_SECOND = 253_402_300_799d;

  /** Of a text about which nothing is known. */
  static TokenClaims none() {
    return new TokenClaims(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  static TokenClaims of(String token) throws MalformedTokenException {
    if (token.isEmpty()) {
      throw new MalformedTokenException("is empty");
    }
    if (token.length() > LONGEST) {
      throw new MalformedTokenException(
          "has %d characters, more than %d".formatted(token.length(), LONGEST));
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new MalformedTokenException(
          "is no JSON web token: that has 3 parts with dots between them, this has %d"
              .formatted(parts.length));
    }
    JsonObject header = part("header", parts[0]);
    JsonObject body = part("body", parts[1]);
    if (parts[2].isEmpty() || !PART.matcher(parts[2]).matches()) {
      throw new MalformedTokenException("is a JSON web token without a proper signature");
    }
    return new TokenClaims(
        text(header, "alg"),
        text(body, "sun").or(() -> text(body, "username")),
        time(body, "iat"),
        time(body, "exp"),
        all(body));
  }

  private static JsonObject part(String name, String encoded) throws MalformedTokenException {
    if (!PART.matcher(encoded).matches()) {
      throw new MalformedTokenException(
          "is no JSON web token: its %s is not base64url".formatted(name));
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encoded);
      String json = new String(bytes, StandardCharsets.UTF_8);
      // The parser goes down by recursion.
      if (DEEP.matcher(json).results().count() < DEEPEST) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
          return reader.readObject();
        }
      }
    } catch (IllegalArgumentException | JsonException e) {
      // What the parser says would show some of the token.
    }
    throw new MalformedTokenException(
        "is no JSON web token: its %s is no JSON object".formatted(name));
  }

  private static Optional<String> text(JsonObject object, String name) {
    return object.get(name) instanceof JsonString string && !string.getString().isBlank()
        ? Optional.of(string.getString())
        : Optional.empty();
  }

  /** Seconds since the epoch, with or without a fraction. */
  private static Optional<Instant> time(JsonObject object, String name)
      throws MalformedTokenException {
    JsonValue value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonNumber number
        && number.doubleValue() >= 0
        && number.doubleValue() <= LAST_SECOND) {
      return Optional.of(Instant.ofEpochMilli(Math.round(number.doubleValue() * 1000)));
    }
    throw new MalformedTokenException(
        "is no token for Slurm: its %s is no time in seconds".formatted(name));
  }

  private static Map<String, String> all(JsonObject body) {
    Map<String, String> claims = new LinkedHashMap<>();
    body.forEach(
        (name, value) ->
            claims.put(
                name, value instanceof JsonString string ? string.getString() : value.toString()));
    return Collections.unmodifiableMap(claims);
  }
}
