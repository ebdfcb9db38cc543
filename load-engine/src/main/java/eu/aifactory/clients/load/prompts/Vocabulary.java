package eu.aifactory.clients.load.prompts;

/** What made-up prompts are written with: pieces, and how they stand in a prompt. */
public record Vocabulary(TokenPieces pieces, PromptFrame frame) {

  /** Token ids: lengths are exact, whatever the tokenizer. */
  public static Vocabulary ids() {
    return new Vocabulary(TokenPieces.ids(), PromptFrame.ids());
  }

  /**
   * Words of which each is taken for a token. Most tokenizers in use have a token for nearly all of
   * them; a chat's template comes on top.
   */
  public static Vocabulary uncounted(boolean chat) {
    return new Vocabulary(
        TokenPieces.words(WordList.words()), chat ? PromptFrame.chat() : PromptFrame.text());
  }
}
