package eu.aifactory.clients.slurm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The exchange of bytes with slurmrestd, as it needs them: HTTP/1.1 without an upgrade, a {@code
 * Content-Length}, no parameter in the content type. One try each; no redirect, no proxy: the token
 * goes to slurmrestd alone. Thread-safe.
 */
final class RestConnection {
  /** Enough for any answer about one job, and for a description of the API. */
  static final int BYTES_MOST = 4 * 1024 * 1024;

  private final String base;
  private final String userName;
  private final HttpClient http;

  RestConnection(URI url, String userName, Duration connectWithin) {
    this.base = url.toString().replaceFirst("/+$", "");
    this.userName = userName;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(connectWithin)
            .build();
  }

  /**
   * What to ask.
   *
   * @param body JSON, or empty for none
   * @param within the whole exchange, to the answer's last byte
   * @param answerBytesMost how long the answer may be
   */
  record Question(
      String method, String path, Optional<String> body, Duration within, int answerBytesMost) {

    static Question get(String path, Duration within) {
      return new Question("GET", path, Optional.empty(), within, BYTES_MOST);
    }
  }

  /** Bytes that came back, whatever they mean. */
  record Reply(int status, String contentType, byte[] body) {}

  Reply ask(Question question, Optional<SlurmToken> token) throws NoAnswerException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request(question, token), head -> new BoundedBody(question.answerBytesMost()));
    try {
      HttpResponse<byte[]> got = answer.get(question.within().toMillis(), TimeUnit.MILLISECONDS);
      String contentType = got.headers().firstValue("Content-Type").orElse("");
      return new Reply(got.statusCode(), contentType, got.body());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new NoAnswerException(
          "slurmrestd at %s did not answer within %d s"
              .formatted(base, question.within().toSeconds()),
          true,
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswerException("waiting for slurmrestd was interrupted", true, e);
    } catch (ExecutionException e) {
      throw noAnswer(e.getCause());
    }
  }

  private HttpRequest request(Question question, Optional<SlurmToken> token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + question.path()))
            .header("Accept", "application/json")
            .header("X-SLURM-USER-NAME", userName);
    token.ifPresent(given -> request.header("X-SLURM-USER-TOKEN", given.secret()));
    question.body().ifPresent(body -> request.header("Content-Type", "application/json"));
    return request
        .method(
            question.method(),
            question
                .body()
                .map(HttpRequest.BodyPublishers::ofString)
                .orElseGet(HttpRequest.BodyPublishers::noBody))
        .build();
  }

  private NoAnswerException noAnswer(Throwable cause) {
    // A connect that failed is the one case in which nothing can have arrived.
    if (cause instanceof HttpConnectTimeoutException) {
      return new NoAnswerException(
          "no connection to slurmrestd at %s in time".formatted(base), false, cause);
    }
    if (cause instanceof ConnectException || cause instanceof SSLHandshakeException) {
      return new NoAnswerException(
          "no connection to slurmrestd at %s: %s".formatted(base, words(cause)), false, cause);
    }
    return new NoAnswerException(
        "slurmrestd at %s gave no whole answer: %s".formatted(base, words(cause)), true, cause);
  }

  private static String words(Throwable cause) {
    if (cause.getMessage() != null) {
      return PlainText.line(cause.getMessage());
    }
    boolean isUnresolved = cause.getCause() instanceof java.nio.channels.UnresolvedAddressException;
    return isUnresolved
        ? "its name is not known"
        : cause instanceof ConnectException
            ? "connection refused"
            : cause instanceof IOException ? "the connection broke" : cause.getClass().getName();
  }

  @Override
  public String toString() {
    return base;
  }
}
