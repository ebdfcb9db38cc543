package eu.aifactory.clients.agent.http;

import eu.aifactory.clients.protocol.JsonFault;
import eu.aifactory.clients.protocol.WireShape;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Looks at a request's JSON before it becomes a record, so that a caller hears which value is at
 * fault and not which Java class: 400 for what is no JSON, 422 for what is and does not fit. An
 * empty body and an empty object are no body.
 */
@Provider
public class JsonBodyCheck implements ReaderInterceptor {
  static final int MOST_BYTES = 1 << 20;

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
    JsonValue json = parsed(text);
    if (json.equals(JsonValue.EMPTY_JSON_OBJECT)) {
      return null;
    }
    List<String> problems = WireShape.problems(context.getType(), json);
    if (!problems.isEmpty()) {
      throw new BadBodyException(422, String.join("; ", problems));
    }
    context.setInputStream(new ByteArrayInputStream(body));
    return context.proceed();
  }

  private static JsonValue parsed(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (JsonException e) {
      throw new BadBodyException(400, "the body is not JSON: " + JsonFault.in(text, e));
    }
  }
}
