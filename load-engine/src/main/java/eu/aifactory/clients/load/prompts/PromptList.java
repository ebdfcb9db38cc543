package eu.aifactory.clients.load.prompts;

import java.util.ArrayList;
import java.util.List;

/** The prompts of one file, as far as memory allows. */
final class PromptList {
  /** Characters of all prompts together: a dataset, not a dump. */
  static final long MOST_CHARACTERS = 256L * 1024 * 1024;

  static final int MOST_PROMPTS = 2_000_000;

  private final String file;
  private final List<Prompt> prompts = new ArrayList<>();
  private long characters;

  PromptList(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  void add(long line, Prompt prompt) {
    for (Prompt.Message message : prompt.messages()) {
      characters += message.content().length();
    }
    if (characters > MOST_CHARACTERS || prompts.size() == MOST_PROMPTS) {
      throw PromptException.at(
          file,
          line,
          "up to here the file holds more than %d prompts or %d characters; use a part of it"
              .formatted(MOST_PROMPTS, MOST_CHARACTERS));
    }
    prompts.add(prompt);
  }

  List<Prompt> all() {
    if (prompts.isEmpty()) {
      throw new PromptException("the prompt file %s holds no prompt".formatted(file));
    }
    return List.copyOf(prompts);
  }
}
