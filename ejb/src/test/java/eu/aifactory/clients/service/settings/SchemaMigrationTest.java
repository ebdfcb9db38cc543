package eu.aifactory.clients.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class SchemaMigrationTest {
  private final JdbcDataSource database = new JdbcDataSource();

  SchemaMigrationTest() {
    database.setURL("jdbc:h2:mem:migration;DB_CLOSE_DELAY=-1");
  }

  @Test
  void makesTheTablesOnceAndTakesEveryFileInTheFolder() throws Exception {
    long files;
    try (Stream<Path> folder =
        Files.list(Path.of(getClass().getResource("/db/migration").toURI()))) {
      files = folder.filter(file -> file.toString().endsWith(".sql")).count();
    }

    assertThat(SchemaMigration.migrate(database)).isEqualTo((int) files);
    assertThat(SchemaMigration.migrate(database)).isZero();

    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT * FROM client_group").next()).isFalse();
      statement.execute(group(1));
      assertThatThrownBy(() -> statement.execute(group(2)))
          .as("one live group an id, whoever looked first")
          .isInstanceOf(SQLException.class);
    }
  }

  private static String group(long key) {
    return "INSERT INTO client_group (pk, version, benchmark_id, live_benchmark_id, num_clients,"
        + " num_agents, time_limit_minutes, workload, state, state_since, desired, created_at)"
        + " VALUES (%d, 1, 7, 7, 1, 1, 5, '{}', 'REQUESTED', 0, 'RUN', 0)".formatted(key);
  }
}
