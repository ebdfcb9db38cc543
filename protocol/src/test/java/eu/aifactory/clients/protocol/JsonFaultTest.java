package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFaultTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{\"num_clients\": 5", "{\"a\":\n[1,", "{\"a\": \"é", "[1, 2", "tru"})
  void saysThatATextEndsTooEarly(String text) {
    assertThat(faultIn(text)).isEqualTo("it ends before it is complete");
  }

  @Test
  void namesTheLineOfAFault() {
    assertThat(faultIn("{\"a\": 1,\n \"b\": x}")).startsWith("line 2, column ");
  }

  private static String faultIn(String text) {
    return JsonFault.in(text, catchThrowableOfType(JsonException.class, () -> read(text)));
  }

  private static void read(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      reader.readValue();
    }
  }
}
