package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.client.ControlCalls.Reply;
import eu.aifactory.clients.load.client.PromptPreparation.Form;
import eu.aifactory.clients.load.prompts.PromptFrame;
import eu.aifactory.clients.load.prompts.TokenPieces;
import eu.aifactory.clients.load.prompts.Vocabulary;
import eu.aifactory.clients.load.prompts.WordList;
import eu.aifactory.clients.load.random.RequestRandom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the words that a server's tokenizer makes one token of, and what a prompt has beside its
 * words, by asking {@code /tokenize} some tens of times. What it found is tried on prompts of other
 * lengths before it is used: a tokenizer to which words are not independent is refused.
 */
final class TokenizerSurvey {
  static final int MOST_CALLS = 120;

  /** With fewer words prompts would begin to be alike. */
  static final int LEAST_WORDS = 64;

  private static final int[] TRIED_LENGTHS = {1, 17, 256, 2000};
  private static final int TRIED_TURNS = 3;

  private final ControlCalls calls;
  private final String model;
  private final Form form;
  private final PromptFrame frame;
  private int made;

  TokenizerSurvey(ControlCalls calls, String model, Form form) {
    this.calls = calls;
    this.model = model;
    this.form = form;
    this.frame = form == Form.MESSAGES ? PromptFrame.chat() : PromptFrame.text();
  }

  Vocabulary vocabulary() throws AiServerException, InterruptedException {
    int empty = count(frame::open);
    List<String> words = new ArrayList<>();
    keepSingle(WordList.words(), empty, words);
    if (words.size() < LEAST_WORDS) {
      throw new AiServerException(
          ("the tokenizer of model %s has a token of its own for %d of the words that prompts are"
                  + " made of, and %d are needed: use workload.prompts.exact \"token_ids\" with"
                  + " completions, or \"none\"")
              .formatted(model, words.size(), LEAST_WORDS));
    }
    TokenPieces pieces = TokenPieces.words(words);
    PromptFrame counting = frame.counting(empty, turnTokens(pieces, empty));
    for (int length : TRIED_LENGTHS) {
      tryOut(pieces, counting, length, 0);
    }
    if (form == Form.MESSAGES) {
      tryOut(pieces, counting, TRIED_LENGTHS[1], TRIED_TURNS);
    }
    return new Vocabulary(pieces, counting);
  }

  /** Halves a group until all of its words are single tokens, or the only one is not. */
  private void keepSingle(List<String> group, int empty, List<String> words)
      throws AiServerException, InterruptedException {
    // What is left when the calls are used up is not used.
    if (group.isEmpty() || made >= MOST_CALLS) {
      return;
    }
    int count = count(to -> write(group, to));
    if (count == empty + group.size()) {
      words.addAll(group);
    } else if (group.size() > 1) {
      keepSingle(group.subList(0, group.size() / 2), empty, words);
      keepSingle(group.subList(group.size() / 2, group.size()), empty, words);
    }
  }

  private void write(List<String> words, ByteBuf to) {
    frame.open(to);
    words.forEach(word -> to.writeCharSequence(word + " ", StandardCharsets.US_ASCII));
  }

  private int turnTokens(TokenPieces pieces, int empty)
      throws AiServerException, InterruptedException {
    // Two turns of which each part has one word: what is not a word belongs to the second turn.
    return form == Form.TEXT ? 0 : count(to -> write(pieces, 1, 1, to)) - empty - 3;
  }

  private void tryOut(TokenPieces pieces, PromptFrame counting, int length, int turns)
      throws AiServerException, InterruptedException {
    int meant = counting.firstTokens() + length + turns * (counting.turnTokens() + 2 * length);
    int counted = count(to -> write(pieces, length, turns, to));
    if (counted != meant) {
      throw new AiServerException(
          ("the tokenizer of model %s makes %d tokens of a prompt that should have %d: lengths"
                  + " cannot be kept by words; use workload.prompts.exact \"token_ids\" with"
                  + " completions, or \"none\"")
              .formatted(model, counted, meant));
    }
  }

  private void write(TokenPieces pieces, int length, int turns, ByteBuf to) {
    frame.open(to);
    pieces.write(RequestRandom.at(length, 0), length, to);
    for (int turn = 1; turn <= turns; turn++) {
      frame.toAnswer(to);
      pieces.write(RequestRandom.at(length, 2L * turn - 1), length, to);
      frame.toQuestion(to);
      pieces.write(RequestRandom.at(length, 2L * turn), length, to);
    }
  }

  private int count(Consumer<ByteBuf> prompt) throws AiServerException, InterruptedException {
    made++;
    Reply reply = calls.post("/tokenize", body(prompt));
    if (reply.status() == 404 || reply.status() == 405 || reply.status() == 501) {
      throw new AiServerException(
          reply.told()
              + "; workload.prompts.exact \"tokenize\" needs it: use \"token_ids\" with"
              + " completions, or \"none\"");
    }
    return reply
        .json()
        .filter(body -> reply.succeeded() && body instanceof JsonObject)
        .map(body -> body.asJsonObject().get("count"))
        .filter(JsonNumber.class::isInstance)
        .map(count -> ((JsonNumber) count).intValue())
        .orElseThrow(() -> new AiServerException(reply.told() + "; there is no count in it"));
  }

  private JsonObject body(Consumer<ByteBuf> prompt) {
    ByteBuf bytes = Unpooled.buffer();
    bytes.writeCharSequence(
        "{\"%s\":".formatted(form == Form.MESSAGES ? "messages" : "prompt"),
        StandardCharsets.US_ASCII);
    prompt.accept(bytes);
    frame.close(bytes);
    bytes.writeByte('}');
    String text = bytes.toString(StandardCharsets.US_ASCII);
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return Json.createObjectBuilder(reader.readObject()).add("model", model).build();
    }
  }
}
