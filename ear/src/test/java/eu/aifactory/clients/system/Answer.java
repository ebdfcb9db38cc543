package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.util.List;

/**
 * What a server answered.
 *
 * @param call the method and path, for the messages of failures
 */
record Answer(String call, int status, HttpHeaders headers, String body) {

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  JsonObject json() {
    return jsonValue().asJsonObject();
  }

  JsonValue jsonValue() {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readValue();
    } catch (JsonException e) {
      throw new AssertionError("%s is no JSON: %s".formatted(this, e.getMessage()), e);
    }
  }

  Answer expect(int expected) {
    assertThat(status).as(toString()).isEqualTo(expected);
    return this;
  }

  /** Expects JSON that has exactly the members of {@code expected}, a JSON text with values. */
  Answer expect(int expectedStatus, String expected) {
    expect(expectedStatus);
    assertThat(header("Content-Type")).as(toString()).startsWith("application/json");
    assertThat(jsonValue()).as(toString()).isEqualTo(JsonText.value(expected));
    return this;
  }

  /** Expects an error as RFC 9457 has it and nothing of the server's inside. */
  Answer expectProblem(int expected, String... partsOfDetail) {
    expect(expected);
    assertThat(header("Content-Type")).as(toString()).startsWith("application/problem+json");
    assertThat(json().getInt("status")).as(toString()).isEqualTo(expected);
    assertThat(json().getString("title")).as(toString()).isNotBlank();
    assertThat(json().getString("detail"))
        .as(toString())
        .isNotBlank()
        .satisfies(detail -> assertThat(List.of(partsOfDetail)).allMatch(detail::contains));
    return expectNothingOfTheServer();
  }

  /** Neither HTML nor a stack trace nor a class name. */
  Answer expectNothingOfTheServer() {
    assertThat(body)
        .as(toString())
        .doesNotContainIgnoringCase("<html", "payara", "glassfish", "\tat ")
        .doesNotContain("Exception", "eu.aifactory", "jakarta.", "java.");
    return this;
  }

  @Override
  public String toString() {
    return "%s -> %d %s %s".formatted(call, status, header("Content-Type"), body);
  }
}
