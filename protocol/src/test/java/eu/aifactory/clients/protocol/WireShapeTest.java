package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`num_clients`:`five`} | num_clients must be a whole number, not `five`",
        "{`num_clients`:2.5} | num_clients must be a whole number, not 2.5",
        "{`num_clients`:99999999999} | num_clients must be a whole number, not 99999999999",
        "{`num_clients`:1e999999999} | num_clients must be a whole number, not 1E+999999999",
        "{`num_clients`:true} | num_clients must be a whole number, not true",
        "{`num_clients`:{}} | num_clients must be a whole number, not {}",
        "{`workload`:[]} | workload must be an object, not []",
        "{`workload`:{`model`:7}} | workload.model must be text, not 7",
        "{`workload`:{`output`:{`ignore_eos`:1}}} | workload.output.ignore_eos must be true or false, not 1",
        "{`workload`:{`load`:{`duration_seconds`:`1`}}} | workload.load.duration_seconds must be a number, not `1`",
        "[] | the body must be an object, not []"
      })
  void namesTheMemberAndTheValueAtFault(String json, String sentence) {
    assertThat(problems(json.replace('`', '"'))).containsExactly(sentence.replace('`', '"'));
  }

  @Test
  void refusesTypingErrorsInAWorkloadWhereTheyWouldChangeTheLoad() {
    assertThat(problems("{\"workload\":{\"load\":{\"duration\":5}}}"))
        .containsExactly(
            "workload.load.duration is not known; workload.load has burst, burstiness, clients,"
                + " duration_seconds, kind, max_in_flight, ramp, rate, requests, search, stages,"
                + " stop, sweep, warmup_seconds");
  }

  @Test
  void passesOverUnknownMembersElsewhereAsTheSpecificationsServerDoes() {
    assertThat(problems("{\"num_clients\":5,\"note\":\"hello\"}")).isEmpty();
  }

  @Test
  void takesWhatFits() {
    assertThat(
            problems(
                "{\"num_clients\":5,\"time_limit\":null,\"workload\":{\"seed\":12345678901,"
                    + "\"output\":{\"temperature\":0}}}"))
        .isEmpty();
  }

  @Test
  void cutsWhatIsTooLongToBeRead() {
    String long_ = "\"" + "x".repeat(5_000) + "\"";

    assertThat(problems("{\"num_clients\":" + long_ + "}").getFirst()).hasSizeLessThan(200);
  }

  private static List<String> problems(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return WireShape.problems(CreateGroup.class, reader.read());
    }
  }
}
