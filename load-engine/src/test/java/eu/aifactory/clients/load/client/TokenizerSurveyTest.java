package eu.aifactory.clients.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import eu.aifactory.clients.load.client.PromptPreparation.Form;
import eu.aifactory.clients.load.prompts.Vocabulary;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against tokenizers of our own, which count otherwise than words. */
class TokenizerSurveyTest {
  private static final int TEMPLATE = 7;
  private static final int PER_MESSAGE = 4;

  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer server;

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void findsTheWordsOfOneTokenAndWhatATemplateAdds() throws Exception {
    start(200, TokenizerSurveyTest::longWordsAreTwoTokens);

    Vocabulary chat = survey(Form.MESSAGES);

    assertThat(calls.get()).isLessThanOrEqualTo(TokenizerSurvey.MOST_CALLS + 8);
    assertThat(chat.frame().firstTokens()).isEqualTo(TEMPLATE + PER_MESSAGE + 1);
    assertThat(chat.frame().turnTokens()).isEqualTo(2 * (PER_MESSAGE + 1));
    for (int length : new int[] {1, 33, 4000}) {
      ByteBuf bytes = Unpooled.buffer();
      chat.frame().open(bytes);
      chat.pieces().write(length * 31L, length, bytes);
      chat.frame().close(bytes);
      String messages = bytes.toString(StandardCharsets.US_ASCII);
      assertThat(longWordsAreTwoTokens(json("{\"messages\":" + messages + "}")))
          .isEqualTo(chat.frame().firstTokens() + length);
    }
  }

  @Test
  void countsTextsToo() throws Exception {
    start(200, TokenizerSurveyTest::longWordsAreTwoTokens);

    assertThat(survey(Form.TEXT).frame().firstTokens()).isEqualTo(2);
  }

  @Test
  void refusesATokenizerToWhichWordsAreNotIndependent() {
    // Pairs of words that begin alike share a token: no group of words tells of each by itself.
    start(
        200,
        body -> {
          List<String> words = texts(body).flatMap(text -> Stream.of(text.split(" "))).toList();
          int alike = 0;
          for (int i = 1; i < words.size(); i++) {
            alike += words.size() > 1000 && words.get(i).equals(words.get(i - 1)) ? 1 : 0;
          }
          return words.size() - alike;
        });

    assertThatThrownBy(() -> survey(Form.TEXT))
        .isInstanceOf(AiServerException.class)
        .hasMessageMatching(
            "the tokenizer of model m makes \\d+ tokens of a prompt that should have 2001:.*");
  }

  @Test
  void refusesATokenizerOfLetters() {
    start(200, body -> texts(body).mapToInt(String::length).sum());

    assertThatThrownBy(() -> survey(Form.TEXT))
        .isInstanceOf(AiServerException.class)
        .hasMessageContaining("the tokenizer of model m has a token of its own for 0 of the words")
        .hasMessageContaining("use workload.prompts.exact \"token_ids\"");
    assertThat(calls.get()).isLessThanOrEqualTo(TokenizerSurvey.MOST_CALLS + 1);
  }

  @Test
  void saysWhatToDoWhereThereIsNoTokenizer() {
    start(404, body -> 0);

    assertThatThrownBy(() -> survey(Form.MESSAGES))
        .isInstanceOf(AiServerException.class)
        .hasMessageContaining("/tokenize answered 404")
        .hasMessageContaining("workload.prompts.exact \"tokenize\" needs it");
    assertThat(calls.get()).isEqualTo(1);
  }

  @Test
  void saysWhatAServerAnsweredThatDoesNotCount() {
    start(500, body -> 3);

    assertThatThrownBy(() -> survey(Form.TEXT))
        .isInstanceOf(AiServerException.class)
        .hasMessageContaining("answered 500: {\"count\":3}; there is no count in it");
  }

  private static int longWordsAreTwoTokens(JsonObject body) {
    int words =
        texts(body)
            .flatMap(text -> Stream.of(text.split(" ")))
            .mapToInt(word -> word.length() > 6 ? 2 : 1)
            .sum();
    return body.get("messages") instanceof JsonArray messages
        ? TEMPLATE + PER_MESSAGE * messages.size() + words
        : 1 + words;
  }

  private static Stream<String> texts(JsonObject body) {
    return body.get("messages") instanceof JsonArray messages
        ? messages.stream().map(message -> message.asJsonObject().getString("content"))
        : Stream.of(body.getString("prompt"));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  private Vocabulary survey(Form form) throws Exception {
    try (ControlCalls control =
        new ControlCalls(
            "http://127.0.0.1:" + server.getAddress().getPort(), new Credentials(""))) {
      return new TokenizerSurvey(control, "m", form).vocabulary();
    }
  }

  private void start(int status, ToIntFunction<JsonObject> tokenizer) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext(
        "/tokenize",
        exchange -> {
          calls.incrementAndGet();
          try (InputStream in = exchange.getRequestBody()) {
            JsonObject body = json(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer =
                "{\"count\":%d}"
                    .formatted(tokenizer.applyAsInt(body))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
  }
}
