package eu.aifactory.clients.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An instance of the version before goes on working on a database that this version has migrated:
 * what it knows stays as it was, and what it does not know need not be given.
 */
class MigrationsOnlyExpandTest {
  private static final List<Pattern> ALLOWED =
      Stream.of(
              "create table .*",
              "create sequence .*",
              "create index .*",
              "insert into .*",
              // Without NOT NULL, or with a value for those who do not give one.
              "alter table \\w+ add column (?!.*not null)(?!.*(unique|references|check)).*",
              "alter table \\w+ add column (?=.*default)(?!.*(unique|references|check)).*",
              "alter table \\w+ alter column \\w+ set \\$\\{never_compressed}")
          .map(Pattern::compile)
          .toList();

  @ParameterizedTest
  @MethodSource("migrations")
  void doesNothingThatTheVersionBeforeCannotLiveWith(Path migration) throws IOException {
    assertThat(statements(Files.readString(migration)))
        .isNotEmpty()
        .allSatisfy(statement -> assertThat(isAllowed(statement)).as(statement).isTrue());
  }

  @Test
  void looksAtAllOfThem() throws Exception {
    assertThat(migrations()).hasSizeGreaterThanOrEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE agent",
        "ALTER TABLE agent DROP COLUMN node",
        "ALTER TABLE agent RENAME COLUMN node TO host",
        "ALTER TABLE agent RENAME TO agents",
        "ALTER TABLE agent ADD COLUMN host TEXT NOT NULL",
        "ALTER TABLE agent ADD COLUMN host TEXT UNIQUE",
        "ALTER TABLE agent ALTER COLUMN node SET NOT NULL",
        "ALTER TABLE agent ADD CONSTRAINT one UNIQUE (node)",
        "CREATE UNIQUE INDEX one ON agent (node)",
        "UPDATE client_group SET state = 'PAUSED'",
        "DELETE FROM agent",
      })
  void refusesWhatTakesAwayOrAsksForMore(String statement) {
    assertThat(statements(statement)).hasSize(1).noneMatch(MigrationsOnlyExpandTest::isAllowed);
  }

  static Stream<Path> migrations() throws Exception {
    Path folder = Path.of(MigrationsOnlyExpandTest.class.getResource("/db/migration").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList().stream();
    }
  }

  private static boolean isAllowed(String statement) {
    return ALLOWED.stream().anyMatch(form -> form.matcher(statement).matches());
  }

  /** Without comments, in one line and small letters each. */
  private static List<String> statements(String script) {
    String text = script.replaceAll("--[^\n]*", "").replaceAll("\\s+", " ");
    return Arrays.stream(text.split(";"))
        .map(statement -> statement.strip().toLowerCase(Locale.ROOT))
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
