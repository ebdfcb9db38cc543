package eu.aifactory.clients.agent.http;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a request's JSON before it becomes a record, so that a caller hears which value is at
 * fault and not which Java class: 400 for what is no JSON, 422 for what is and does not fit. An
 * empty body and an empty object are no body.
 */
@Provider
public class JsonBodyCheck implements ReaderInterceptor {
  static final int MOST_BYTES = 1 << 20;
  private static final Pattern PROPERTY = Pattern.compile("property '([^']+)'");

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    byte[] body = context.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new BadBodyException(413, "the body is larger than %d bytes".formatted(MOST_BYTES));
    }
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      return null;
    }
    JsonObject parsed = object(text);
    if (parsed.isEmpty()) {
      return null;
    }
    context.setInputStream(new ByteArrayInputStream(body));
    try {
      return context.proceed();
    } catch (ProcessingException | JsonbException e) {
      throw new BadBodyException(422, misfit(parsed, e));
    }
  }

  private static JsonObject object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      JsonValue value = reader.readValue();
      if (value instanceof JsonObject object) {
        return object;
      }
    } catch (JsonException e) {
      throw new BadBodyException(400, "the body is not JSON: " + firstLine(e.getMessage()));
    }
    throw new BadBodyException(422, "the body must be a JSON object");
  }

  /** The innermost member that JSON-B names, with the value it has in the body. */
  private static String misfit(JsonObject body, Throwable failure) {
    Optional<String> member = Optional.empty();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
      Matcher named = PROPERTY.matcher(String.valueOf(cause.getMessage()));
      while (named.find()) {
        member = Optional.of(named.group(1));
      }
    }
    return member
        .map(name -> "%s cannot be %s".formatted(snakeCase(name), valueOf(body, snakeCase(name))))
        .orElse("the body does not fit");
  }

  private static String valueOf(JsonValue tree, String name) {
    return find(tree, name).map(JsonValue::toString).orElse("what it is");
  }

  private static Optional<JsonValue> find(JsonValue tree, String name) {
    if (!(tree instanceof JsonObject object)) {
      return Optional.empty();
    }
    if (object.containsKey(name)) {
      return Optional.of(object.get(name));
    }
    return object.values().stream()
        .map(inner -> find(inner, name))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
