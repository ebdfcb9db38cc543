package eu.aifactory.clients.emulator;

import java.util.Arrays;
import java.util.List;

/**
 * Counts prompt tokens by a rule that a client can apply too: one token for each run of characters
 * that are not white space. A chat adds {@value #PER_MESSAGE} for each message and {@value
 * #PER_CHAT} for the start of the answer.
 */
final class WordTokens {
  static final int PER_MESSAGE = 4;
  static final int PER_CHAT = 3;
  private static final int FIRST_WORD_ID = 4096;
  private static final int MESSAGE_ID = 1;

  private WordTokens() {}

  static int count(String text) {
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean space = Character.isWhitespace(text.charAt(i));
      if (!space && !inWord) {
        words++;
      }
      inWord = !space;
    }
    return words;
  }

  static int countChat(List<String> messages) {
    return PER_CHAT + messages.stream().mapToInt(text -> PER_MESSAGE + count(text)).sum();
  }

  /** Ids that depend on the words alone. */
  static int[] ids(String text) {
    String stripped = text.strip();
    return stripped.isEmpty()
        ? new int[0]
        : Arrays.stream(stripped.split("\\p{javaWhitespace}+")).mapToInt(WordTokens::id).toArray();
  }

  static int[] idsChat(List<String> messages) {
    int[] ids = new int[countChat(messages)];
    Arrays.fill(ids, MESSAGE_ID);
    int at = 0;
    for (String message : messages) {
      int[] words = ids(message);
      System.arraycopy(
          words, 0, ids, at + PER_MESSAGE, Math.min(words.length, ids.length - at - PER_MESSAGE));
      at += PER_MESSAGE + count(message);
    }
    return ids;
  }

  private static int id(String word) {
    return FIRST_WORD_ID + Math.floorMod(word.hashCode(), Vocabulary.SIZE - FIRST_WORD_ID);
  }
}
