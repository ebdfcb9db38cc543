package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.client.ControlCalls.Reply;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models that a server says it serves: {@code data} of OpenAI, or an AI server's own list. */
final class ModelList {
  private ModelList() {}

  /**
   * @param maxModelLen in tokens, or {@code null} where the server does not say
   */
  record Model(String id, Long maxModelLen) {}

  /** Whether an answer is OpenAI's list of models. */
  static boolean isOne(Reply reply) {
    return reply
        .json()
        .filter(value -> value instanceof JsonObject object && array(object, "data").isPresent())
        .isPresent();
  }

  /** The models in an answer; empty when it lists none. */
  static List<Model> of(Reply reply) {
    List<Model> models = new ArrayList<>();
    for (JsonValue entry :
        reply.json().map(ModelList::entries).orElse(JsonValue.EMPTY_JSON_ARRAY)) {
      if (entry instanceof JsonString name) {
        models.add(new Model(name.getString(), null));
      } else if (entry instanceof JsonObject model) {
        id(model).ifPresent(id -> models.add(new Model(id, maxModelLen(model))));
      }
    }
    return models;
  }

  private static JsonArray entries(JsonValue value) {
    if (value instanceof JsonArray list) {
      return list;
    }
    return value instanceof JsonObject object
        ? array(object, "data").or(() -> array(object, "models")).orElse(JsonValue.EMPTY_JSON_ARRAY)
        : JsonValue.EMPTY_JSON_ARRAY;
  }

  private static Optional<JsonArray> array(JsonObject object, String member) {
    return object.get(member) instanceof JsonArray list ? Optional.of(list) : Optional.empty();
  }

  private static Optional<String> id(JsonObject model) {
    for (String member : List.of("id", "name", "model")) {
      if (model.get(member) instanceof JsonString id) {
        return Optional.of(id.getString());
      }
    }
    return Optional.empty();
  }

  private static Long maxModelLen(JsonObject model) {
    return model.get("max_model_len") instanceof JsonNumber length ? length.longValue() : null;
  }

  /**
   * The model asked for, or the first.
   *
   * @param wanted {@code null} for any
   */
  static Model choose(List<Model> models, String wanted, String baseUrl) throws AiServerException {
    if (models.isEmpty()) {
      throw new AiServerException(baseUrl + " serves no model");
    }
    if (wanted == null) {
      return models.getFirst();
    }
    return models.stream()
        .filter(model -> model.id().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new AiServerException(
                    "%s does not serve model \"%s\"; it serves %s"
                        .formatted(
                            baseUrl,
                            wanted,
                            models.stream().map(Model::id).collect(Collectors.joining(", ")))));
  }

  /** What {@code /version} tells; empty for a server that does not know the question. */
  static Optional<String> version(Reply reply) {
    return reply
        .json()
        .filter(value -> reply.succeeded() && value instanceof JsonObject)
        .map(value -> value.asJsonObject().get("version"))
        .filter(JsonString.class::isInstance)
        .map(value -> ((JsonString) value).getString());
  }
}
