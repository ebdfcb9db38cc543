package eu.aifactory.clients.load;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.protocol.figures.RunFigures;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The classes of failure are a closed list, and the documentation has it. */
class ErrorClassTest {
  private static final Path METRICS = Path.of("../docs/metrics.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_<>]+)` \\|");

  @Test
  void theDocumentationNamesEachAndNoOther() throws IOException, IllegalAccessException {
    Set<String> known = new TreeSet<>(Set.of("http_<status>", RunFigures.AGENT_LOST));
    for (Field field : ErrorClass.class.getDeclaredFields()) {
      if (field.getType() == String.class) {
        known.add((String) field.get(null));
      }
    }

    assertThat(documented()).isEqualTo(known);
    assertThat(known).hasSize(12);
  }

  private static Set<String> documented() throws IOException {
    String text = Files.readString(METRICS);
    int from = text.indexOf("## Success and the classes of failure");
    int to = text.indexOf("### Pauses");
    return ROW.matcher(text.substring(from, to))
        .results()
        .map((MatchResult row) -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
