package eu.aifactory.clients.load.prompts;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * ShareGPT's shape: a list of objects with {@code conversations}, each a list of turns with {@code
 * from} and {@code value}. The first turn of the human is the prompt, or the whole where
 * conversations are asked for; conversations without such a turn are passed over. Objects of {@link
 * PromptObject}'s shape may stand in the list too. Read as a stream: one conversation is in memory
 * at a time.
 */
final class ShareGptFile {
  private static final Set<String> HUMANS = Set.of("human", "user");

  private ShareGptFile() {}

  /**
   * @param whole whether a prompt is the whole conversation
   */
  static void read(InputStream in, boolean whole, PromptList prompts) throws IOException {
    LongTextGuard guarded = new LongTextGuard(in, prompts.file());
    try (JsonParser parser = Json.createParser(guarded)) {
      if (!parser.hasNext() || parser.next() != JsonParser.Event.START_ARRAY) {
        throw PromptException.at(prompts.file(), 1, "the file must hold a list of conversations");
      }
      Iterator<JsonValue> entries = parser.getArrayStream().iterator();
      while (entries.hasNext()) {
        JsonValue entry = entries.next();
        long line = parser.getLocation().getLineNumber();
        prompt(entry, whole, prompts.file(), line).ifPresent(prompt -> prompts.add(line, prompt));
      }
    } catch (JsonException | IllegalStateException | NoSuchElementException e) {
      throw PromptException.at(prompts.file(), guarded.line(), "this is no JSON");
    }
  }

  private static Optional<Prompt> prompt(JsonValue entry, boolean whole, String file, long line) {
    if (!(entry instanceof JsonObject object)) {
      throw PromptException.at(file, line, "an entry of the list is no object");
    }
    if (!object.containsKey("conversations")) {
      return Optional.of(new PromptObject(object, file, line).prompt());
    }
    if (!(object.get("conversations") instanceof JsonArray turns)) {
      throw PromptException.at(file, line, "field \"conversations\" must be a list");
    }
    List<Prompt.Message> said =
        turns.stream()
            .map(turn -> turn(turn, file, line))
            .filter(message -> !message.content().isBlank())
            .toList();
    List<Prompt.Message> humans = said.stream().filter(Prompt.Message::isUsers).toList();
    if (humans.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Prompt(whole ? said : humans.subList(0, 1), null));
  }

  private static Prompt.Message turn(JsonValue value, String file, long line) {
    if (!(value instanceof JsonObject turn)) {
      throw PromptException.at(file, line, "an entry of field \"conversations\" is no object");
    }
    if (!(turn.get("from") instanceof JsonString from)) {
      throw PromptException.at(file, line, "field \"conversations[].from\" must be a text");
    }
    if (!(turn.get("value") instanceof JsonString said)) {
      throw PromptException.at(file, line, "field \"conversations[].value\" must be a text");
    }
    return new Prompt.Message(role(from.getString()), said.getString());
  }

  /** The models that answered have many names there. */
  private static String role(String from) {
    if (HUMANS.contains(from)) {
      return Prompt.Message.USER;
    }
    return Prompt.Message.SYSTEM.equals(from) ? Prompt.Message.SYSTEM : Prompt.Message.ASSISTANT;
  }
}
