package eu.aifactory.clients.load.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short, frequent English words, shipped with the project. */
public final class WordList {
  private static final String FILE = "words.txt";

  private WordList() {}

  /** In alphabetical order, of 2 to 7 letters. */
  public static List<String> words() {
    try (InputStream in = WordList.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new PromptException("the shipped words are missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new PromptException("the shipped words cannot be read: " + e.getMessage(), e);
    }
  }
}
