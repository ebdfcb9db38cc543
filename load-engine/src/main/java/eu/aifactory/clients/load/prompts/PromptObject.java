package eu.aifactory.clients.load.prompts;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One prompt as a JSON object: {@code prompt} or {@code text} with a string, or {@code messages}
 * with objects of {@code role} and {@code content}; beside it {@code max_tokens} or {@code
 * output_len}, if anything.
 */
record PromptObject(JsonObject object, String file, long line) {
  private static final List<String> TEXTS = List.of("prompt", "text");
  private static final List<String> LENGTHS = List.of("max_tokens", "output_len", "output_tokens");

  Prompt prompt() {
    return new Prompt(messages(), maxTokens());
  }

  private List<Prompt.Message> messages() {
    if (object.containsKey("messages")) {
      return conversation();
    }
    for (String name : TEXTS) {
      if (object.containsKey(name)) {
        return List.of(new Prompt.Message("user", text(object, name, name)));
      }
    }
    throw fault("there is no field \"prompt\", \"messages\" or \"text\"");
  }

  private List<Prompt.Message> conversation() {
    if (!(object.get("messages") instanceof JsonArray array) || array.isEmpty()) {
      throw fault("field \"messages\" must be a list with at least one message");
    }
    List<Prompt.Message> messages = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String field = "messages[" + i + "]";
      if (!(array.get(i) instanceof JsonObject message)) {
        throw fault("field \"%s\" must be an object".formatted(field));
      }
      messages.add(
          new Prompt.Message(
              text(message, "role", field + ".role"),
              text(message, "content", field + ".content")));
    }
    return messages;
  }

  private String text(JsonObject from, String name, String field) {
    if (from.get(name) instanceof JsonString text && !text.getString().isBlank()) {
      return text.getString();
    }
    throw fault("field \"%s\" must be a text that is not empty".formatted(field));
  }

  private Integer maxTokens() {
    for (String name : LENGTHS) {
      Optional<JsonValue> value =
          Optional.ofNullable(object.get(name)).filter(given -> given != JsonValue.NULL);
      if (value.isPresent()) {
        return positive(name, value.get());
      }
    }
    return null;
  }

  private int positive(String name, JsonValue value) {
    boolean whole =
        value instanceof JsonNumber number
            && number.isIntegral()
            && number.bigDecimalValue().signum() > 0
            && number.bigDecimalValue().precision() - number.bigDecimalValue().scale() <= 9;
    if (!whole) {
      throw fault(
          "field \"%s\" must be a whole number of 1 or more, not %s".formatted(name, value));
    }
    return ((JsonNumber) value).intValue();
  }

  private PromptException fault(String fault) {
    return PromptException.at(file, line, fault);
  }
}
