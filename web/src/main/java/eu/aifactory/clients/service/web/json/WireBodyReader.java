package eu.aifactory.clients.service.web.json;

import eu.aifactory.clients.protocol.JsonFault;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.WireShape;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the protocol's records in three steps that fail apart: too much of it (413), not JSON
 * (400), not of the record's shape (422, naming each member at fault).
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class WireBodyReader implements MessageBodyReader<Record> {
  /** Found once: {@code Json} looks for it in all jars, under locks, with each call. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST_SNAPSHOT_BYTES = 4 << 20;

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public Record readFrom(
      Class<Record> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream entity)
      throws IOException {
    byte[] body =
        read(entity, type == (Class<?>) Snapshot.class ? MOST_SNAPSHOT_BYTES : MOST_BYTES);
    if (body.length == 0) {
      return null;
    }
    JsonValue json = parse(body);
    List<String> problems = shapeProblems(type, json);
    if (!problems.isEmpty()) {
      throw new UnfitBodyException(problems);
    }
    try {
      return WireJsonb.JSON.fromJson(new ByteArrayInputStream(body), type);
    } catch (JsonbException e) {
      throw new UnfitBodyException(List.of(e.getMessage()));
    }
  }

  private static List<String> shapeProblems(Class<?> type, JsonValue json) {
    try {
      return WireShape.problems(type, json);
    } catch (ArithmeticException | UnsupportedOperationException e) {
      // Numbers are made when they are asked for, and some are too large to be made.
      return List.of("a number in the body has too many digits");
    }
  }

  private static byte[] read(InputStream entity, int most) throws IOException {
    byte[] body = entity.readNBytes(most + 1);
    if (body.length > most) {
      throw new UnreadableBodyException(413, "The body has more than %d bytes.".formatted(most));
    }
    return body;
  }

  private static JsonValue parse(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try (JsonReader reader = JSON.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (JsonException e) {
      throw new UnreadableBodyException(
          400, "The body is not JSON: %s.".formatted(JsonFault.in(text, e)));
    } catch (RuntimeException e) {
      // Parsson says so of what is nested too deeply, or of a number with too many digits.
      throw new UnreadableBodyException(
          400, "The body is nested too deeply, or a number in it has too many digits.");
    }
  }
}
